"""Where a cursor is in a YAML document: by the indentation of its line and of those above it.

Must not know any recipe key.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nam56r_core.changes import Path
from nam56r_core.syntax.bracket_context import BracketSyntax, read_brackets
from nam56r_core.syntax.context import (
    CursorContext,
    KeyContext,
    ReplacedToken,
    Surroundings,
    ValueContext,
)
from nam56r_core.syntax.yaml.lines import Line
from nam56r_core.syntax.yaml.outline import Above, Outline
from nam56r_core.syntax.yaml.tokens import QUOTED, TYPED
from nam56r_core.text import SourceText, TextEdit, TextRange

_IN_BRACKETS = BracketSyntax(TYPED)
_WORD = re.compile(rb"[\"']?[\w.+*-]*[\"']?")
_UNFIT = (b"|", b">", b"&", b"*", b"!")
"""Values that begin like this are replaced by other means than a completion."""


def yaml_context(source: SourceText, offset: int) -> CursorContext | None:
    """The place of a cursor that is in no comment."""
    return _Reader(source).context(offset)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._data = source.data
        self._outline = Outline(source)

    def context(self, offset: int) -> CursorContext | None:
        number = self._source.line_of(offset)
        line = self._outline.line(number)
        indent, is_item = line.indent, line.is_item
        is_blank = not self._outline.has_content(number)
        if is_blank:
            if self._data[offset : self._source.line_range(number).end].strip():
                return None
            indent, is_item = self._outline.indent_of_blank(line, offset)
        parents = self._outline.parents(number, indent, is_item=is_item)
        for depth, opener in enumerate((*parents, line)):
            if opener.value_text.startswith((b"{", b"[")) and opener.value.start < offset:
                path = _path((*parents, line)[: depth + 1])
                reading = read_brackets(
                    self._source,
                    _IN_BRACKETS,
                    opener.value.start,
                    offset,
                    path,
                    self._outline.end_below(opener, number),
                )
                if reading.is_inside:
                    return self._deeper(reading.context, line, opener)
        if any(_goes_on_below(parent.value_text) for parent in parents):
            return None
        if is_blank:
            return self._key_context(line, parents, ReplacedToken(TextRange(offset, offset)))
        return self._on_line(line, parents, offset)

    # ----------------------------------------------------------------------- spots

    def _on_line(self, line: Line, parents: tuple[Line, ...], offset: int) -> CursorContext | None:
        """The place in a line that says something."""
        if line.is_item:
            return None if line.name is not None else self._value_context(line, parents, offset)
        if line.name is None:
            where = line.value
            if not where.touches(offset) or not _WORD.fullmatch(line.value_text):
                return None
            return self._key_context(line, parents, self._replaced(where, offset))
        if line.key.touches(offset):
            return self._key_context(line, parents, self._replaced(line.key, offset), has_mark=True)
        return self._value_context(line, (*parents, line), offset)

    def _key_context(
        self,
        line: Line,
        parents: tuple[Line, ...],
        replaced: ReplacedToken,
        *,
        has_mark: bool = False,
    ) -> CursorContext:
        """A key on a line of its own, at the column of the keys beside it."""
        if parents and parents[-1].value.length:
            # What is deeper than a value goes on with it; a person means the keys beside it.
            parents = parents[:-1]
        number = self._outline.number(line)
        above = (
            Above(self._outline.number(parents[-1]), parents[-1].indent)
            if parents
            else Above(-1, -1)
        )
        lead = TextRange(line.start, replaced.range.start)
        has_lines = replaced.range.length > 0 and self._outline.has_below(number, line.indent)
        column = line.indent if has_lines else self._outline.column_below(above, number)
        if column is None:
            column = (
                lead.length if lead.length > above.indent else above.indent + self._outline.step()
            )
        below = self._source.line_break + " " * (column + self._outline.step())
        return KeyContext(
            _path(parents),
            replaced,
            self._indented(
                Surroundings(in_brackets=False, below=below, opened=has_lines), lead, column
            ),
            has_mark,
            frozenset(self._outline.names_below(above, column, number)),
        )

    def _deeper(
        self, context: CursorContext | None, line: Line, opener: Line
    ) -> CursorContext | None:
        """A place in brackets, which must be deeper than the line that they begin in."""
        if line is opener or not isinstance(context, KeyContext | ValueContext):
            return context
        lead = TextRange(line.start, context.token.range.start)
        if lead.length > opener.indent or self._data[lead.start : lead.end].strip(b" \t"):
            return context
        surroundings = self._indented(
            context.surroundings, lead, opener.indent + self._outline.step()
        )
        return replace(context, surroundings=surroundings)

    def _indented(self, surroundings: Surroundings, lead: TextRange, column: int) -> Surroundings:
        """The same with the blanks at the beginning of the line made right."""
        if self._data[lead.start : lead.end] == b" " * column:
            return surroundings
        if lead.length == 0:
            return replace(surroundings, before=" " * column + surroundings.before)
        return replace(
            surroundings, elsewhere=(*surroundings.elsewhere, TextEdit(lead, " " * column))
        )

    def _value_context(
        self, line: Line, holders: tuple[Line, ...], offset: int
    ) -> CursorContext | None:
        where, text = line.value, line.value_text
        if offset < line.mark_end or text.startswith(_UNFIT) or (text and offset < where.start):
            return None
        replaced = (
            self._replaced(where, offset) if text else ReplacedToken(TextRange(offset, offset))
        )
        if replaced.quote and replaced.closed and offset > replaced.range.end:
            return None
        before = " " if replaced.range.start == line.mark_end else ""
        surroundings = Surroundings(in_brackets=False, before=before)
        return ValueContext(_path(holders), line.is_item, replaced, surroundings)

    def _replaced(self, where: TextRange, offset: int) -> ReplacedToken:
        text = self._data[where.start : where.end]
        quote = chr(text[0]) if text[:1] in (b'"', b"'") else ""
        if not quote:
            # A space behind the last word belongs to what is being typed.
            return ReplacedToken(TextRange(where.start, max(where.end, offset)))
        string = QUOTED.match(text)
        if string is None:
            return ReplacedToken(
                TextRange(where.start, max(where.end, offset)), quote, closed=False
            )
        return ReplacedToken(TextRange(where.start, where.start + string.end()), quote)


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
    return value.startswith((b'"', b"'")) and not QUOTED.match(value)
