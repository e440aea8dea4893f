"""Findings as a Code Quality report of GitLab, shown in merge requests.

Must not know streams, nor how findings come about.
"""

from __future__ import annotations

import json

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.export.document import Json
from nam56r_server.cli.output.fingerprints import Fingerprints
from nam56r_server.cli.output.formats.base import Format
from nam56r_server.cli.output.report import Report

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """One list; files are named from the root of the repository, as GitLab demands."""
    fingerprints = Fingerprints(report)
    issues = [_issue(diagnostic, report, fingerprints) for diagnostic in report.findings]
    return json.dumps(issues, indent=2) + "\n"


def _issue(diagnostic: Diagnostic, report: Report, fingerprints: Fingerprints) -> Json:
    source, where = diagnostic.location.source, diagnostic.location.range
    return {
        "description": diagnostic.message,
        "check_name": diagnostic.code,
        "fingerprint": fingerprints.of(diagnostic),
        "severity": _SEVERITY[diagnostic.severity],
        "location": {
            "path": report.path(source.name),
            "lines": {"begin": source.line_of(where.start) + 1},
        },
    }


FORMAT = Format("gitlab", render)
