"""Source text and places in it.

The whole core speaks UTF-8 byte offsets; only this module turns them into lines and columns.
It must not know what the text means (YAML, pattern, ...), nor any protocol type.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property


class PositionEncoding(Enum):
    """The unit in which a column counts; the values are the names the protocol uses."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


@dataclass(frozen=True, slots=True, order=True)
class TextRange:
    """A half-open range of UTF-8 byte offsets, `0 <= start <= end`."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def touches(self, offset: int) -> bool:
        """Whether an offset is in it or at one of its ends, as a cursor is."""
        return self.start <= offset <= self.end

    def overlaps(self, other: TextRange) -> bool:
        """Whether the two share a byte or an edge."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: TextRange) -> bool:
        return self.start <= other.start and other.end <= self.end

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place as people and editors count it: `line` and `column` both from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """New text in place of a range of bytes; an empty range inserts."""

    range: TextRange
    new_text: str


def apply_edits(data: bytes, edits: Iterable[TextEdit]) -> bytes:
    """The text after edits that do not overlap; their ranges are those of the text before.

    Raises `ValueError` for edits that overlap.
    """
    parts: list[bytes] = []
    done = 0
    for edit in sorted(edits):
        if edit.range.start < done:
            raise ValueError("edits overlap")
        parts += data[done : edit.range.start], edit.new_text.encode("utf-8", "surrogatepass")
        done = edit.range.end
    return b"".join((*parts, data[done:]))


@dataclass(frozen=True, eq=False)
class SourceText:
    """One document: a name for messages and its bytes.

    `name` is whatever the caller shows to people (a relative path, a URI, `<stdin>`).
    Bytes that are not UTF-8 are kept; they decode to U+FFFD where text is needed.
    Lines end at LF, CRLF and CR only, as the protocol counts them: a form feed or U+2028
    does not end a line.
    Identity is the object: two documents with equal bytes are still two documents.
    """

    name: str
    data: bytes = field(repr=False)

    @classmethod
    def of(cls, name: str, text: str) -> SourceText:
        return cls(name, text.encode("utf-8", "surrogatepass"))

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Byte offset at which each line begins; the first is always 0."""
        return tuple(_line_starts(self.data))

    def edited(self, edit: TextEdit) -> SourceText:
        """The text after one edit. Lines are counted anew only where it was made."""
        source = SourceText(self.name, apply_edits(self.data, (edit,)))
        starts = self.line_starts
        # One line more on both sides: an edit may join or part a CR and a LF.
        first = max(0, self.line_of(edit.range.start) - 1)
        tail = min(self.line_of(edit.range.end) + 2, len(starts))
        moved = len(source.data) - len(self.data)
        begin = starts[first]
        end = starts[tail] + moved if tail < len(starts) else len(source.data)
        middle = [begin + start for start in _line_starts(source.data[begin:end])]
        if tail < len(starts):
            middle = [start for start in middle if start < end]
        after = (start + moved for start in starts[tail:])
        source.__dict__["line_starts"] = (*starts[:first], *middle, *after)
        return source

    @cached_property
    def line_break(self) -> str:
        """What ends its lines, as the first of them ends: LF, CRLF or CR."""
        starts = self.line_starts
        first = self.data[self.line_range(0).end : starts[1]] if len(starts) > 1 else b"\n"
        return first.decode("ascii")

    @cached_property
    def full_range(self) -> TextRange:
        return TextRange(0, len(self.data))

    def slice(self, where: TextRange) -> str:
        """The text of a range; broken UTF-8 becomes U+FFFD."""
        return self.data[where.start : where.end].decode("utf-8", "replace")

    def line_of(self, offset: int) -> int:
        """Line (from 0) that holds a byte offset; offsets past the end belong to the last."""
        return bisect_right(self.line_starts, max(0, offset)) - 1

    def line_range(self, line: int) -> TextRange:
        """The bytes of a line (from 0) without its line ending."""
        starts = self.line_starts
        start = starts[line]
        end = starts[line + 1] if line + 1 < len(starts) else len(self.data)
        while end > start and self.data[end - 1] in b"\r\n":
            end -= 1
        return TextRange(start, end)

    def position(
        self, offset: int, encoding: PositionEncoding = PositionEncoding.UTF32
    ) -> Position:
        """Where a byte offset is; offsets outside the text are clamped to it.

        An offset inside a character counts as the start of that character; one inside the line
        ending counts as the end of the line's text.
        """
        offset = min(max(offset, 0), len(self.data))
        line = self.line_of(offset)
        where = self.line_range(line)
        end = min(offset, where.end)
        while where.start < end < where.end and self.data[end] & 0xC0 == 0x80:
            end -= 1
        return Position(line, _width(self.data[where.start : end], encoding))

    def offset(
        self, position: Position, encoding: PositionEncoding = PositionEncoding.UTF32
    ) -> int:
        """The byte offset of a position; lines and columns past the end are clamped."""
        if position.line < 0:
            return 0
        if position.line >= len(self.line_starts):
            return len(self.data)
        where = self.line_range(position.line)
        if position.column <= 0:
            return where.start
        if encoding is PositionEncoding.UTF8:
            offset = min(where.start + position.column, where.end)
            while where.start < offset < where.end and self.data[offset] & 0xC0 == 0x80:
                offset -= 1
            return offset
        left = position.column
        offset = where.start
        for char in _characters(self.data[where.start : where.end]):
            left -= 2 if encoding is PositionEncoding.UTF16 and ord(char) > 0xFFFF else 1
            if left < 0:
                return offset
            offset += len(char.encode("utf-8", "surrogateescape"))
        return offset


def _line_starts(data: bytes) -> list[int]:
    starts = [0]
    index = 0
    while True:
        lf = data.find(b"\n", index)
        cr = data.find(b"\r", index, lf if lf >= 0 else len(data))
        if cr >= 0:
            index = cr + 2 if data[cr + 1 : cr + 2] == b"\n" else cr + 1
        elif lf >= 0:
            index = lf + 1
        else:
            return starts
        starts.append(index)


def _characters(data: bytes) -> str:
    """One character per column: a byte that is not UTF-8 counts as one of its own."""
    return data.decode("utf-8", "surrogateescape")


def _width(data: bytes, encoding: PositionEncoding) -> int:
    """Columns that a stretch of one line takes."""
    if encoding is PositionEncoding.UTF8 or data.isascii():
        return len(data)
    text = _characters(data)
    if encoding is PositionEncoding.UTF32:
        return len(text)
    return sum(2 if ord(char) > 0xFFFF else 1 for char in text)
