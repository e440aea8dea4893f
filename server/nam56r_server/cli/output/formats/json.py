"""Findings as a list of JSON objects, which keep their fields.

Lines and columns count from 1, columns in characters; bytes count from 0. Ends are exclusive. Must
not know streams, nor how findings come about.
"""

from __future__ import annotations

import json

from nam56r_core.diagnostics import Diagnostic, Location
from nam56r_core.export.document import Json
from nam56r_server.cli.output.formats.base import Format
from nam56r_server.cli.output.report import Report, ResolvedFix


def render(report: Report) -> str:
    """One list, which is empty for a clean recipe."""
    return json.dumps([_finding(d, report) for d in report.findings], indent=2) + "\n"


def _finding(diagnostic: Diagnostic, report: Report) -> Json:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "place": _place(diagnostic.location),
        "related": [
            {"message": related.message, "place": _place(related.location)}
            for related in diagnostic.related
        ],
        "tag": diagnostic.tag.value if diagnostic.tag else None,
        "fixes": [_fix(resolved) for resolved in report.fixes(diagnostic)],
    }


def _fix(resolved: ResolvedFix) -> Json:
    return {
        "title": resolved.fix.title,
        "safe": resolved.fix.safe,
        "edits": [
            {**_place(Location(resolved.source, edit.range)), "new_text": edit.new_text}
            for edit in resolved.edits
        ],
    }


def _place(location: Location) -> Json:
    source, where = location.source, location.range
    start, end = source.position(where.start), source.position(where.end)
    return {
        "file": source.name,
        "line": start.line + 1,
        "column": start.column + 1,
        "end_line": end.line + 1,
        "end_column": end.column + 1,
        "start_byte": where.start,
        "end_byte": where.end,
    }


FORMAT = Format("json", render, shows_fixes=True)
