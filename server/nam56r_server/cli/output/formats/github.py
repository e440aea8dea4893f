"""Findings as GitHub workflow commands, which become annotations of a pull request.

A command is one line, and a value of a recipe must not begin another: `%`, CR and LF are escaped
everywhere, in properties `:` and `,` as well. Must not know streams, nor how findings come about.
"""

from __future__ import annotations

from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.printable import visible_char
from nam56r_server.cli.output.formats.base import Format, one_line, place
from nam56r_server.cli.output.report import Report
from nam56r_server.cli.terminal_text import without_old_commands

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def render(report: Report) -> str:
    """One command for each finding."""
    return "".join(_command(diagnostic, report) for diagnostic in report.findings)


def _command(diagnostic: Diagnostic, report: Report) -> str:
    properties = {
        "file": report.path(diagnostic.location.source.name),
        **_range(diagnostic.location),
        "title": diagnostic.code,
    }
    given = ",".join(f"{key}={_escaped(text, _IN_PROPERTY)}" for key, text in properties.items())
    message = _escaped(_message(diagnostic), _IN_MESSAGE)
    return f"::{_COMMAND[diagnostic.severity]} {given}::{message}\n"


def _range(location: Location) -> dict[str, str]:
    """Lines and columns from 1; GitHub refuses columns where a range goes on to another line."""
    start = location.source.position(location.range.start)
    end = location.source.position(location.range.end)
    line, end_line = str(start.line + 1), str(end.line + 1)
    if line != end_line:
        return {"line": line, "endLine": end_line}
    return {
        "line": line,
        "col": str(start.column + 1),
        "endLine": end_line,
        "endColumn": str(end.column + 1),
    }


def _message(diagnostic: Diagnostic) -> str:
    notes = [
        f"note: {one_line(related.message)} ({place(related.location)})"
        for related in diagnostic.related
    ]
    return "\n".join([one_line(diagnostic.message), *notes])


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(char) or visible_char(char) for char in without_old_commands(text))


FORMAT = Format("github", render)
