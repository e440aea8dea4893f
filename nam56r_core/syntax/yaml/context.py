"""Where a cursor is in a YAML document: by the indentation of its line and of those above it.

Must not know any recipe key.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nam56r_core.changes import Path
from nam56r_core.syntax.bracket_context import read_brackets
from nam56r_core.syntax.context import (
    Around,
    KeySpot,
    Spot,
    ValueSpot,
    Written,
)
from nam56r_core.syntax.tree import Host
from nam56r_core.syntax.yaml.cursor_lines import Above, Line, Lines
from nam56r_core.text import SourceText, TextEdit, TextRange

_WORD = re.compile(rb"[\"']?[\w.+*-]*[\"']?")
_STRING = re.compile(rb"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_UNFIT = (b"|", b">", b"&", b"*", b"!")
"""Values that begin like this are written by other means than a completion."""


def yaml_spot(source: SourceText, offset: int) -> Spot | None:
    """The place of a cursor that is in no comment."""
    return _Reader(source).spot(offset)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._data = source.data
        self._lines = Lines(source)

    def spot(self, offset: int) -> Spot | None:
        number = self._source.line_of(offset)
        line = self._lines.line(number)
        indent, is_item = line.indent, line.is_item
        is_blank = not self._lines.has_content(number)
        if is_blank:
            if self._data[offset : self._source.line_range(number).end].strip():
                return None
            indent, is_item = self._lines.indent_of_blank(line, offset)
        parents = self._lines.parents(number, indent, is_item=is_item)
        for depth, opener in enumerate((*parents, line)):
            if opener.value_text.startswith((b"{", b"[")) and opener.value.start < offset:
                path = _path((*parents, line)[: depth + 1])
                reading = read_brackets(
                    self._source,
                    Host.YAML,
                    opener.value.start,
                    offset,
                    path,
                    self._lines.end_below(opener, number),
                )
                if reading.is_inside:
                    return self._deeper(reading.spot, line, opener)
        if any(_goes_on_below(parent.value_text) for parent in parents):
            return None
        if is_blank:
            return self._key_spot(line, parents, Written(TextRange(offset, offset)))
        return self._on_line(line, parents, offset)

    # ----------------------------------------------------------------------- spots

    def _on_line(self, line: Line, parents: tuple[Line, ...], offset: int) -> Spot | None:
        """The place in a line that says something."""
        if line.is_item:
            return None if line.name is not None else self._value_spot(line, parents, offset)
        if line.name is None:
            where = line.value
            if not where.touches(offset) or not _WORD.fullmatch(line.value_text):
                return None
            return self._key_spot(line, parents, self._written(where, offset))
        if line.key.touches(offset):
            return self._key_spot(line, parents, self._written(line.key, offset), has_mark=True)
        return self._value_spot(line, (*parents, line), offset)

    def _key_spot(
        self, line: Line, parents: tuple[Line, ...], written: Written, *, has_mark: bool = False
    ) -> Spot:
        """A key on a line of its own, at the column of the keys beside it."""
        if parents and parents[-1].value.length:
            # What is deeper than a value goes on with it; a person means the keys beside it.
            parents = parents[:-1]
        above = Above(parents[-1].number, parents[-1].indent) if parents else Above(-1, -1)
        lead = TextRange(line.start, written.range.start)
        has_lines = written.range.length > 0 and self._lines.has_below(line.number, line.indent)
        column = line.indent if has_lines else self._lines.column_below(above, line.number)
        if column is None:
            column = (
                lead.length if lead.length > above.indent else above.indent + self._lines.step()
            )
        below = self._source.line_break + " " * (column + self._lines.step())
        return KeySpot(
            _path(parents),
            written,
            self._indented(Around(in_brackets=False, below=below, opened=has_lines), lead, column),
            has_mark,
            frozenset(self._lines.names_below(above, column, line.number)),
        )

    def _deeper(self, spot: Spot | None, line: Line, opener: Line) -> Spot | None:
        """A place in brackets, which must be deeper than the line that they begin in."""
        if line is opener or not isinstance(spot, KeySpot | ValueSpot):
            return spot
        lead = TextRange(line.start, spot.written.range.start)
        if lead.length > opener.indent or self._data[lead.start : lead.end].strip(b" \t"):
            return spot
        around = self._indented(spot.around, lead, opener.indent + self._lines.step())
        return replace(spot, around=around)

    def _indented(self, around: Around, lead: TextRange, column: int) -> Around:
        """The same with the blanks at the beginning of the line made right."""
        if self._data[lead.start : lead.end] == b" " * column:
            return around
        if lead.length == 0:
            return replace(around, before=" " * column + around.before)
        return replace(around, elsewhere=(*around.elsewhere, TextEdit(lead, " " * column)))

    def _value_spot(self, line: Line, holders: tuple[Line, ...], offset: int) -> Spot | None:
        where, text = line.value, line.value_text
        if offset < line.mark_end or text.startswith(_UNFIT) or (text and offset < where.start):
            return None
        written = self._written(where, offset) if text else Written(TextRange(offset, offset))
        if written.quote and written.closed and offset > written.range.end:
            return None
        before = " " if written.range.start == line.mark_end else ""
        around = Around(in_brackets=False, before=before)
        return ValueSpot(_path(holders), line.is_item, written, around)

    def _written(self, where: TextRange, offset: int) -> Written:
        text = self._data[where.start : where.end]
        quote = chr(text[0]) if text[:1] in (b'"', b"'") else ""
        if not quote:
            # A space behind the last word belongs to what is being typed.
            return Written(TextRange(where.start, max(where.end, offset)))
        string = _STRING.match(text)
        if string is None:
            return Written(TextRange(where.start, max(where.end, offset)), quote, closed=False)
        return Written(TextRange(where.start, where.start + string.end()), quote)


def _path(lines: tuple[Line, ...]) -> Path:
    """The keys that lines lead to; items, and lines that cannot be read, have a number there."""
    path: list[str | int] = []
    for line in lines:
        if line.is_item or (line.name is None and not line.value_text.startswith((b"{", b"["))):
            path.append(0)
        if line.name is not None:
            path.append(line.name)
    return tuple(path)


def _goes_on_below(value: bytes) -> bool:
    """Whether the lines below are text of a value: a block scalar, or a quote left open."""
    if value.startswith((b"|", b">")):
        return True
    return value.startswith((b'"', b"'")) and not _STRING.match(value)
