"""Findings as a list of JSON objects, which keep their fields.

Lines and columns count from 1, columns in characters; bytes count from 0. Ends are exclusive. Must
not know streams, nor how findings come about.
"""

from __future__ import annotations

import json

from nam56r_core.diagnostics import Diagnostic, Location
from nam56r_core.export.document import Json, issue
from nam56r_core.export.document import place as json_place
from nam56r_server.cli.output.formats.base import Format
from nam56r_server.cli.output.report import Report, ResolvedFix


def render(report: Report) -> str:
    """One list, which is empty for a clean recipe."""
    return json.dumps([_finding(d, report) for d in report.findings], indent=2) + "\n"


def _finding(diagnostic: Diagnostic, report: Report) -> Json:
    return {
        **issue(diagnostic),
        "tag": diagnostic.tag.value if diagnostic.tag else None,
        "fixes": [_fix(resolved) for resolved in report.fixes(diagnostic)],
    }


def _fix(resolved: ResolvedFix) -> Json:
    return {
        "title": resolved.fix.title,
        "safe": resolved.fix.safe,
        "edits": [
            {**json_place(Location(resolved.source, edit.range)), "new_text": edit.new_text}
            for edit in resolved.edits
        ],
    }


FORMAT = Format("json", render)
