"""Edits of whole lines: taking lines out and adding lines, with the line ending of the document.

Must not know what any line means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.text import SourceText, TextEdit, TextRange


class LineEdits:
    """The lines of one document. An offset stands for the line that holds it."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.data = source.data
        self.line_break = source.line_break

    def start(self, offset: int) -> int:
        """Where the line begins; the first does so after a byte order mark."""
        start = self.source.line_starts[self.source.line_of(offset)]
        return max(start, start_of_text(self.data)) if start == 0 else start

    def end(self, offset: int) -> int:
        """Where the text of the line ends, before its line break."""
        return self.source.line_range(self.source.line_of(offset)).end

    def next(self, offset: int) -> int:
        """Where the next line begins, or the end of the text."""
        line = self.source.line_of(offset) + 1
        starts = self.source.line_starts
        return starts[line] if line < len(starts) else len(self.data)

    def column(self, offset: int) -> int:
        """Bytes between the beginning of the line and the offset."""
        return offset - self.start(offset)

    def before(self, offset: int) -> bytes:
        """The text of the line before the offset."""
        return self.data[self.start(offset) : offset]

    def indentation(self, offset: int) -> str:
        """The white space at the beginning of the line."""
        line = self.data[self.start(offset) : self.end(offset)]
        return line[: len(line) - len(line.lstrip(b" \t"))].decode("ascii")

    def is_first(self, offset: int) -> bool:
        """Whether nothing but white space stands before the offset in its line."""
        return not self.before(offset).strip()

    def is_blank(self, offset: int) -> bool:
        return not self.data[self.start(offset) : self.end(offset)].strip()

    def is_below_blank(self, offset: int) -> bool:
        """Whether a blank line stands above the line, or above the comments right above it."""
        start = self.start(offset)
        while start > start_of_text(self.data):
            start = self.start(start - 1)
            if self.is_blank(start):
                return True
            if not self.data.startswith(b"#", start + len(self.indentation(start))):
                return False
        return False

    def without(self, stretches: Iterable[tuple[int, int]]) -> list[TextEdit]:
        """Takes out the lines of each stretch, from the line of one offset to that of another.

        Of blank lines above and below, those below go as well. A text without a final line break
        stays one.
        """
        joined: list[tuple[int, int]] = []
        for first, last in sorted(stretches):
            start, end = self.start(first), self.next(last)
            if joined and not self.data[joined[-1][1] : start].strip():
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        return [TextEdit(self._tidy(start, end), "") for start, end in joined]

    def added(self, offset: int, lines: Sequence[str]) -> TextEdit:
        """Lines below that of an offset."""
        at = self.next(offset)
        return self._inserted(at, lines)

    def added_before(self, offset: int, lines: Sequence[str]) -> TextEdit:
        return self._inserted(self.start(offset), lines)

    def added_at_end(self, lines: Sequence[str]) -> TextEdit:
        return self._inserted(len(self.data), lines)

    def _inserted(self, at: int, lines: Sequence[str]) -> TextEdit:
        text = "".join(line + self.line_break for line in lines)
        is_inside_line = at > start_of_text(self.data) and self.data[at - 1] not in b"\r\n"
        if is_inside_line:
            text = self.line_break + text.removesuffix(self.line_break)
        return TextEdit(TextRange(at, at), text)

    def _tidy(self, start: int, end: int) -> TextRange:
        first = start_of_text(self.data)
        if end == len(self.data) and not self.data.endswith((b"\n", b"\r")) and start > first:
            return TextRange(self.end(start - 1), end)
        if start == first or self.is_blank(start - 1):
            while end < len(self.data) and self.is_blank(end):
                end = self.next(end)
            if end == len(self.data):
                while start > first and self.is_blank(start - 1):
                    start = self.start(start - 1)
        return TextRange(start, end)
