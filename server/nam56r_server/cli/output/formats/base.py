"""What a format is, and the few words that several formats share.

Must not know any format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.plural import counted
from nam56r_server.cli.output.report import Report
from nam56r_server.cli.output.width import visible


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report: `for_people` is text for a terminal, any other is data, which is
    UTF-8 wherever it goes. Only for one that `shows_fixes` are fixes tried."""

    name: str
    render: Callable[[Report], str]
    for_people: bool = False
    shows_fixes: bool = False


def count_by_severity(diagnostics: Sequence[Diagnostic]) -> str:
    """`3 errors, 1 warning`; what does not occur is not named."""
    parts = []
    for severity in Severity:
        number = sum(diagnostic.severity is severity for diagnostic in diagnostics)
        if number:
            parts.append(counted(number, severity.value))
    return ", ".join(parts)


def place(location: Location) -> str:
    """`file:line:column` of a start, both from 1, the column in characters."""
    start = location.source.position(location.range.start)
    return f"{one_line(location.source.name)}:{start.line + 1}:{start.column + 1}"


def one_line(text: str) -> str:
    """Text without line breaks and without what steers a terminal."""
    return visible(" ".join(text.split()))
