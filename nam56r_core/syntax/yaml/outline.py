"""How the lines of a YAML document nest by their indentation: parents, siblings, lines below.

Works on any text, also a half-typed one. Must not know any recipe key, nor what a cursor is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nam56r_core.syntax.blanks import REST_OF_LINE, SPACES, end_of
from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.syntax.yaml.lines import Line, split_line
from nam56r_core.syntax.yaml.tokens import MARKER
from nam56r_core.text import SourceText

_STEP = 2


class Above(NamedTuple):
    """The line that a section is below of; number and indentation are -1 for the document."""

    number: int
    indent: int


class Outline:
    """The lines of one document by their numbers, which count from 0."""

    def __init__(self, source: SourceText) -> None:
        self._source = source

    def line(self, number: int) -> Line:
        """A line, split at its marks."""
        text = self.text(number)
        start = self._source.line_range(number).end - len(text)
        indent = end_of(SPACES, text, 0)
        return split_line(self._source.data, start, start + indent, indent)

    def number(self, line: Line) -> int:
        """The number of a line."""
        return self._source.line_of(line.start)

    def text(self, number: int) -> bytes:
        """A line without its line break, the first one without a byte order mark."""
        where = self._source.line_range(number)
        text = self._source.data[where.start : where.end]
        return text[start_of_text(text) :] if number == 0 else text

    def has_content(self, number: int) -> bool:
        """Whether a line says anything, and not only a comment."""
        return not REST_OF_LINE.fullmatch(self.text(number))

    def _numbers_with_content(self, numbers: range) -> Iterator[int]:
        return (number for number in numbers if self.has_content(number))

    def indent_of_blank(self, line: Line, offset: int) -> tuple[int, bool]:
        """How deep a blank line counts, and whether it stands between the items of a list: what
        comes below it must keep its place."""
        column = max(0, offset - line.start)
        lines = range(self.number(line) + 1, len(self._source.line_starts))
        for number in self._numbers_with_content(lines):
            below = self.line(number)
            depth = _depth(below)
            if depth > column or (depth == column and below.is_item):
                return depth, below.is_item
            break
        return column, False

    def parents(self, number: int, indent: int, *, is_item: bool) -> tuple[Line, ...]:
        """The lines that a line is below of, outermost first."""
        found: list[Line] = []
        if indent == 0 and not is_item:
            return ()
        for above in self._numbers_with_content(range(number - 1, -1, -1)):
            text = self.text(above)
            if MARKER.match(text):
                break
            column = _indentation(text)
            if column > indent or (column == indent and not is_item):
                continue
            line = self.line(above)
            if _depth(line) > indent or (line.indent == indent and (line.is_item or not is_item)):
                continue
            found.append(line)
            indent, is_item = line.indent, line.is_item
            if indent == 0 and not is_item:
                break
        return tuple(reversed(found))

    def end_below(self, above: Line, number: int) -> int:
        """Where the first line begins that is below a line no longer, from a line of it on."""
        lines = range(number + 1, len(self._source.line_starts))
        for below in self._numbers_with_content(lines):
            if _depth(self.line(below)) <= above.indent:
                return self._source.line_starts[below]
        return len(self._source.data)

    def has_below(self, number: int, indent: int) -> bool:
        """Whether the next line that says anything is deeper than a column: it belongs to what a
        key on that line opens."""
        lines = range(number + 1, len(self._source.line_starts))
        following = next(self._numbers_with_content(lines), None)
        return following is not None and self.line(following).indent > indent

    def column_below(self, above: Above, but: int) -> int | None:
        """Where the lines below a line begin; the line `but` does not count."""
        lines = range(above.number + 1, len(self._source.line_starts))
        for number in self._numbers_with_content(lines):
            if number == but or MARKER.match(self.text(number)):
                continue
            line = self.line(number)
            is_list_at_key = line.is_item and line.indent == above.indent
            return line.indent if line.indent > above.indent or is_list_at_key else None
        return None

    def names_below(self, above: Above, column: int, but: int) -> Iterator[str]:
        """The keys at a column below a line, without that of the line `but`."""
        for number in range(above.number + 1, len(self._source.line_starts)):
            text = self.text(number)
            indent = _indentation(text)
            if number == but:
                continue
            if indent == column:
                line = self.line(number)
                if line.name is not None and line.indent == column and not line.is_item:
                    yield line.name
            elif indent <= above.indent and self.has_content(number):
                return

    def step(self) -> int:
        """Columns that the first nested line of the document is indented."""
        for number in self._numbers_with_content(range(len(self._source.line_starts))):
            indent = _indentation(self.text(number))
            if indent:
                return indent
        return _STEP


def _depth(line: Line) -> int:
    """How deep a line stands: a bracket that closes what began above, deeper than that line."""
    return line.indent + line.value_text.startswith((b"}", b"]", b","))


def _indentation(text: bytes) -> int:
    return len(text) - len(text.lstrip(b" "))
