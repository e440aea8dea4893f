"""Findings for people and for problem matchers: `file:line:column: severity[code]: message`.

Must not know streams, nor how findings come about.
"""

from __future__ import annotations

from nam56r_server.cli.output.formats.base import Format, one_line, place
from nam56r_server.cli.output.report import Report


def render(report: Report) -> str:
    """One line for each finding."""
    return "".join(
        f"{place(diagnostic.location)}: {diagnostic.severity.value}[{diagnostic.code}]: "
        f"{one_line(diagnostic.message)}\n"
        for diagnostic in report.findings
    )


FORMAT = Format("concise", render, for_people=True)
