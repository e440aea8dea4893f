"""Where a cursor is in a YAML document: by the indentation of its line and of those above it.

Must not know any recipe key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nam56r_core.changes import Path
from nam56r_core.ide.completion_brackets import read_brackets
from nam56r_core.ide.completion_place import (
    Around,
    KeySpot,
    Spot,
    ValueSpot,
    Written,
    comment_start,
    line_break,
)
from nam56r_core.syntax.nodes import Host
from nam56r_core.text import SourceText, TextEdit, TextRange

_BOM = b"\xef\xbb\xbf"
_DASHES = re.compile(rb"(?:-(?:[ \t]+|\Z))*")
_ENTRY = re.compile(
    rb"(?P<key>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'"
    rb"|(?![\"'#\[\]{},&*!|>%@`]|- )[^ \t](?:[^:]|:(?=\S))*?)"
    rb"[ \t]*(?P<mark>:)(?=[ \t]|\Z)[ \t]*"
)
_WORD = re.compile(rb"[\"']?[\w.+*-]*[\"']?")
_STRING = re.compile(rb"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_NO_CONTENT = re.compile(rb"[ \t]*(?:#.*)?")
_MARKER = re.compile(rb"(?:---|\.\.\.)(?=[ \t]|\Z)")
_UNFIT = (b"|", b">", b"&", b"*", b"!")
"""Values that begin like this are written by other means than a completion."""

_STEP = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a document, with offsets of the document. `name` is its key, None if it has
    none; `mark_end` is behind its colon or dash; `value` is what follows, without a comment."""

    number: int
    start: int
    indent: int
    is_item: bool
    name: str | None
    key: TextRange
    mark_end: int
    value: TextRange
    value_text: bytes


class _Above(NamedTuple):
    """The line that a section is below of; number and indentation are -1 for the document."""

    number: int
    indent: int


def yaml_spot(source: SourceText, offset: int) -> Spot | None:
    """The place of a cursor that is in no comment."""
    return _Reader(source).spot(offset)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._data = source.data

    def spot(self, offset: int) -> Spot | None:
        number = self._source.line_of(offset)
        line = self._line(number)
        indent, is_item = line.indent, line.is_item
        is_blank = not self._has_content(number)
        if is_blank:
            if self._data[offset : self._source.line_range(number).end].strip():
                return None
            indent, is_item = self._indent_of_blank(line, offset)
        parents = self._parents(number, indent, is_item=is_item)
        for depth, opener in enumerate((*parents, line)):
            if opener.value_text.startswith((b"{", b"[")) and opener.value.start < offset:
                path = _path((*parents, line)[: depth + 1])
                reading = read_brackets(
                    self._source,
                    Host.YAML,
                    opener.value.start,
                    offset,
                    path,
                    self._end_below(opener, number),
                )
                if reading.is_inside:
                    return reading.spot
        if any(_goes_on_below(parent.value_text) for parent in parents):
            return None
        if is_blank:
            return self._key_spot(line, parents, Written(TextRange(offset, offset)))
        return self._on_line(line, parents, offset)

    # ----------------------------------------------------------------------- spots

    def _on_line(self, line: _Line, parents: tuple[_Line, ...], offset: int) -> Spot | None:
        """The place in a line that says something."""
        if line.is_item:
            return None if line.name is not None else self._value_spot(line, parents, offset)
        if line.name is None:
            where = line.value
            if not where.start <= offset <= where.end or not _WORD.fullmatch(line.value_text):
                return None
            return self._key_spot(line, parents, self._written(where, offset))
        if line.key.start <= offset <= line.key.end:
            return self._key_spot(line, parents, self._written(line.key, offset), has_mark=True)
        return self._value_spot(line, (*parents, line), offset)

    def _key_spot(
        self, line: _Line, parents: tuple[_Line, ...], written: Written, *, has_mark: bool = False
    ) -> Spot:
        """A key on a line of its own, at the column of the keys beside it."""
        if parents and parents[-1].value.length:
            # What is deeper than a value goes on with it; a person means the keys beside it.
            parents = parents[:-1]
        above = _Above(parents[-1].number, parents[-1].indent) if parents else _Above(-1, -1)
        lead = TextRange(line.start, written.range.start)
        column = self._column_below(above, line.number)
        if column is None:
            column = lead.length if lead.length > above.indent else above.indent + self._step()
        fixes: tuple[TextEdit, ...] = ()
        if self._data[lead.start : lead.end] != b" " * column:
            fixes = (TextEdit(lead, " " * column),)
        below = line_break(self._source) + " " * (column + self._step())
        return KeySpot(
            _path(parents),
            written,
            Around(in_brackets=False, elsewhere=fixes, below=below),
            has_mark,
            frozenset(self._names_below(above, column, line.number)),
        )

    def _value_spot(self, line: _Line, holders: tuple[_Line, ...], offset: int) -> Spot | None:
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

    # ----------------------------------------------------------------------- lines

    def _line(self, number: int) -> _Line:
        where = self._source.line_range(number)
        mark = len(_BOM) if number == 0 and self._data.startswith(_BOM) else 0
        start = where.start + mark
        text = self._data[start : where.end]
        comment = comment_start(text, Host.YAML)
        said = text if comment is None else text[:comment]
        indent = len(said) - len(said.lstrip(b" \t"))
        dashes = _DASHES.match(said, indent)
        width = dashes.end() if dashes else indent
        entry = _ENTRY.match(said, width)
        head = entry.end() if entry else width
        value = said[head:].rstrip(b" \t")
        mark_end = entry.end("mark") if entry else len(said[:width].rstrip(b" \t"))
        return _Line(
            number=number,
            start=start,
            indent=indent,
            is_item=width > indent,
            name=_unquoted(entry["key"]) if entry else None,
            key=TextRange(start + entry.start("key"), start + entry.end("key"))
            if entry
            else TextRange(start, start),
            mark_end=start + mark_end,
            value=TextRange(start + head, start + head + len(value)),
            value_text=value,
        )

    def _text(self, number: int) -> bytes:
        where = self._source.line_range(number)
        return self._data[where.start : where.end]

    def _has_content(self, number: int) -> bool:
        text = self._text(number)
        return not _NO_CONTENT.fullmatch(text.removeprefix(_BOM) if number == 0 else text)

    def _numbers_with_content(self, numbers: range) -> Iterator[int]:
        return (number for number in numbers if self._has_content(number))

    def _indent_of_blank(self, line: _Line, offset: int) -> tuple[int, bool]:
        """How deep a blank line counts, and whether it stands between the items of a list: what
        comes below it must keep its place."""
        column = max(0, offset - line.start)
        lines = range(line.number + 1, len(self._source.line_starts))
        for number in self._numbers_with_content(lines):
            below = self._line(number)
            depth = _depth(below)
            if depth > column or (depth == column and below.is_item):
                return depth, below.is_item
            break
        return column, False

    def _parents(self, number: int, indent: int, *, is_item: bool) -> tuple[_Line, ...]:
        """The lines that a line is below of, outermost first."""
        found: list[_Line] = []
        if indent == 0 and not is_item:
            return ()
        for above in self._numbers_with_content(range(number - 1, -1, -1)):
            text = self._text(above)
            if _MARKER.match(text):
                break
            column = len(text) - len(text.lstrip(b" "))
            if column > indent or (column == indent and not is_item):
                continue
            line = self._line(above)
            if _depth(line) > indent or (line.indent == indent and (line.is_item or not is_item)):
                continue
            found.append(line)
            indent, is_item = line.indent, line.is_item
            if indent == 0 and not is_item:
                break
        return tuple(reversed(found))

    def _end_below(self, above: _Line, number: int) -> int:
        """Where the first line begins that is below a line no longer, from a line of it on."""
        lines = range(number + 1, len(self._source.line_starts))
        for below in self._numbers_with_content(lines):
            if _depth(self._line(below)) <= above.indent:
                return self._source.line_starts[below]
        return len(self._data)

    def _column_below(self, above: _Above, but: int) -> int | None:
        """Where the lines below a line begin; the line `but` does not count."""
        lines = range(above.number + 1, len(self._source.line_starts))
        for number in self._numbers_with_content(lines):
            if number == but or _MARKER.match(self._text(number)):
                continue
            line = self._line(number)
            is_list_at_key = line.is_item and line.indent == above.indent
            return line.indent if line.indent > above.indent or is_list_at_key else None
        return None

    def _names_below(self, above: _Above, column: int, but: int) -> Iterator[str]:
        """The keys at a column below a line, without that of the line `but`."""
        for number in range(above.number + 1, len(self._source.line_starts)):
            text = self._text(number)
            indent = _indentation(text)
            if number == but:
                continue
            if indent == column:
                entry = _ENTRY.match(text, indent)
                if entry:
                    yield _unquoted(entry["key"])
            elif indent <= above.indent and self._has_content(number):
                return

    def _step(self) -> int:
        """Columns that the first nested line of the document is indented."""
        for number in self._numbers_with_content(range(len(self._source.line_starts))):
            indent = _indentation(self._text(number))
            if indent:
                return indent
        return _STEP


def _path(lines: tuple[_Line, ...]) -> Path:
    """The keys that lines lead to; items, and lines that cannot be read, have a number there."""
    path: list[str | int] = []
    for line in lines:
        if line.is_item or (line.name is None and not line.value_text.startswith((b"{", b"["))):
            path.append(0)
        if line.name is not None:
            path.append(line.name)
    return tuple(path)


def _depth(line: _Line) -> int:
    """How deep a line stands: a bracket that closes what began above, deeper than that line."""
    return line.indent + line.value_text.startswith((b"}", b"]", b","))


def _goes_on_below(value: bytes) -> bool:
    """Whether the lines below are text of a value: a block scalar, or a quote left open."""
    if value.startswith((b"|", b">")):
        return True
    return value.startswith((b'"', b"'")) and not _STRING.match(value)


def _indentation(text: bytes) -> int:
    return len(text) - len(text.lstrip(b" "))


def _unquoted(key: bytes) -> str:
    return key.decode("utf-8", "replace").strip("\"'")
