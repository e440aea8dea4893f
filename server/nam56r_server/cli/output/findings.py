"""Findings as text: with excerpts for people, one line each for tools, or as JSON.

Must not know streams, nor how findings come about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.export.document import issue
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.excerpt import excerpt
from nam56r_server.cli.output.width import visible

_COLOR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_COUNTED = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("remark", "remarks"),
}


def full(diagnostics: Iterable[Diagnostic], style: Style) -> str:
    """Every finding with its excerpt, and those of its related places below it."""
    return "".join(_full(diagnostic, style) + "\n" for diagnostic in diagnostics)


def concise(diagnostics: Iterable[Diagnostic]) -> str:
    """`file:line:column: code message`, one line each."""
    return "".join(
        f"{_place(diagnostic.location)}: {diagnostic.code} {_one_line(diagnostic.message)}\n"
        for diagnostic in diagnostics
    )


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A list of objects; columns and lines count from 1, bytes from 0."""
    return json.dumps([issue(diagnostic) for diagnostic in diagnostics], indent=2) + "\n"


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """`3 errors, 1 warning`; what does not occur is not named."""
    parts = []
    for severity, (one, many) in _COUNTED.items():
        number = sum(diagnostic.severity is severity for diagnostic in diagnostics)
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    return ", ".join(parts)


def _full(diagnostic: Diagnostic, style: Style) -> str:
    color = _COLOR[diagnostic.severity]
    head = style.paint(f"{diagnostic.severity.value}[{diagnostic.code}]", "bold", color)
    parts = [f"{head}: {style.paint(_indented(diagnostic.message), 'bold')}\n"]
    parts.append(_snippet(diagnostic.location, style, color))
    for related in diagnostic.related:
        parts.append(f"{style.paint('note', 'bold', 'cyan')}: {_indented(related.message)}\n")
        parts.append(_snippet(related.location, style, "cyan"))
    return "".join(parts)


def _snippet(location: Location, style: Style, color: str) -> str:
    lines = excerpt(location.source, location.range, "…" if style.unicode else ".")
    gutter = max(len(str(line.number)) for line in lines if line.number is not None)
    bar = style.paint("|", "blue")
    parts = [f"{' ' * gutter}{style.paint('-->', 'blue')} {_place(location)}\n"]
    parts.append(f"{' ' * gutter} {bar}\n")
    for line in lines:
        number = style.paint(str(line.number or "").rjust(gutter), "blue")
        text = style.paint(line.text, "bold", color) if line.is_mark else line.text
        parts.append(f"{number} {bar} {text}".rstrip() + "\n")
    return "".join(parts)


def _place(location: Location) -> str:
    start = location.source.position(location.range.start)
    return f"{_one_line(location.source.name)}:{start.line + 1}:{start.column + 1}"


def _indented(message: str) -> str:
    return visible(message).replace("\n", "\n  ")


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))
