"""Tables of text: as wide as they need, the last column wrapped to fit.

Must not know what is in a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nam56r_server.cli.console import Style
from nam56r_server.cli.output.width import pad, text_width, visible
from nam56r_server.cli.output.wrap import wrapped

_GAP = "  "
_NARROWEST_LAST = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; numbers stand on the right."""

    title: str
    right: bool = False


def render_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    width: int,
    style: Style,
    *,
    painted_column: int | None = None,
    paint: Sequence[Sequence[str]] = (),
) -> str:
    """A head and one row each; `paint` colours the cell of one column row by row."""
    rows = [[visible(text) for text in row] for row in rows]
    widths = [
        max(text_width(column.title), *(text_width(row[at]) for row in rows), 1)
        for at, column in enumerate(columns)
    ]
    gap = _GAP if sum(widths) + len(_GAP) * (len(widths) - 1) <= width else " "
    before = sum(widths[:-1]) + len(gap) * (len(widths) - 1)
    last = max(width - before, _NARROWEST_LAST)
    lines = [style.paint(_line(columns, [c.title for c in columns], widths, gap), "bold")]
    for number, row in enumerate(rows):
        first, *rest = wrapped(row[-1], last)
        cells = [*row[:-1], first]
        names = tuple(paint[number]) if painted_column is not None and paint else ()
        lines.append(_line(columns, cells, widths, gap, painted_column, names, style))
        lines += [" " * before + line for line in rest]
    return "".join(line + "\n" for line in lines)


def _line(
    columns: Sequence[Column],
    row: Sequence[str],
    widths: Sequence[int],
    gap: str,
    painted: int | None = None,
    names: tuple[str, ...] = (),
    style: Style | None = None,
) -> str:
    parts = []
    for at, (column, text) in enumerate(zip(columns, row, strict=True)):
        width = widths[at] if at < len(row) - 1 else 0
        padded = " " * (width - text_width(text)) + text if column.right else pad(text, width)
        if at == painted and names and style:
            padded = style.paint(text, *names) + padded[len(text) :]
        parts.append(padded)
    return gap.join(parts).rstrip()
