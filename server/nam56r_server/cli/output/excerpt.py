"""A piece of a recipe with marks under the exact range that a finding is about.

Must not know severities or rules, nor where the text is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.text import SourceText, TextRange
from nam56r_server.cli.output.width import Cell, cells

TEXT_WIDTH = 96
"""Columns of recipe text that are shown at most; of a longer line, the part around the range."""

_WHOLE_UP_TO = 5
_HEAD, _TAIL = 2, 1


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line of an excerpt: `number` is None for marks and for left-out lines."""

    number: int | None
    text: str
    is_mark: bool = False


def excerpt(source: SourceText, where: TextRange, ellipsis: str = "…") -> list[ExcerptLine]:
    """The lines of a range, each followed by its marks; the middle of a long range is left out."""
    first, last = source.line_of(where.start), source.line_of(where.end)
    if last > first and where.end == source.line_starts[last]:
        last -= 1
    lines = range(first, last + 1)
    shown = list(lines)
    if len(lines) > _WHOLE_UP_TO:
        shown = [*lines[:_HEAD], -1, *lines[-_TAIL:]]
    found: list[ExcerptLine] = []
    for line in shown:
        if line < 0:
            found.append(ExcerptLine(None, ellipsis))
            continue
        text, marks = _marked(source, line, where, first, last, ellipsis)
        found.append(ExcerptLine(line + 1, text))
        if marks:
            found.append(ExcerptLine(None, marks, is_mark=True))
    return found


def _marked(
    source: SourceText, line: int, where: TextRange, first: int, last: int, ellipsis: str
) -> tuple[str, str]:
    span = source.line_range(line)
    text = source.slice(span)
    start = source.position(where.start).column if line == first else _indent(text)
    end = source.position(where.end).column if line == last else len(text.rstrip())
    if line == last and where.end > span.end:
        end = len(text)
    nothing_marked = end <= start and line != first
    if nothing_marked:
        start = end = 0
    # Only the part around the range is measured: a long line may have a finding per character.
    cut = max(0, start - TEXT_WIDTH)
    near = text[cut : start + 2 * TEXT_WIDTH]
    more = len(text) > cut + len(near)
    row = cells(near)
    shown, marks = _window(row, start - cut, max(end, start) - cut, ellipsis, cut > 0, more)
    return shown, "" if nothing_marked else marks


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _window(
    row: list[Cell], start: int, end: int, ellipsis: str, cut: bool, more: bool
) -> tuple[str, str]:
    """The visible part of a line and the marks under characters `start` to `end` of it.

    `cut` and `more` tell whether the line goes on before and after the row.
    """
    left, right = _visible_part(row, start, end)
    before = ellipsis if left or cut else ""
    after = ellipsis if right < len(row) or more else ""
    text = before + "".join(cell.text for cell in row[left:right]) + after
    column = len(before) + _width(row[left:start])
    marks = _width(row[start : min(end, right)])
    if marks == 0 and start < end and column:
        # Only a combining character: it is drawn in the column before.
        column -= 1
    return text.rstrip(), " " * column + "^" * max(marks, 1)


def _visible_part(row: list[Cell], start: int, end: int) -> tuple[int, int]:
    if _width(row) <= TEXT_WIDTH:
        return 0, len(row)
    left = 0
    if _width(row[:end]) > TEXT_WIDTH - 2:
        # The range starts a third into the window.
        left = start
        while left > 0 and _width(row[left:start]) < TEXT_WIDTH // 3:
            left -= 1
    right = left
    room = TEXT_WIDTH - 2
    while right < len(row) and room >= row[right].width:
        room -= row[right].width
        right += 1
    return left, right


def _width(row: list[Cell]) -> int:
    return sum(cell.width for cell in row)
