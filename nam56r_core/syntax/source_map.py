"""Builds a string value together with its source map: where each character was written.

Must not know any quoting rule: readers decide what a part of the source means.
"""

from __future__ import annotations

from nam56r_core.syntax.encoding import is_utf8, valid_runs
from nam56r_core.syntax.tree import ScalarNode, SourceSpan
from nam56r_core.text import SourceText, TextRange

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class StringBuilder:
    """A string value and its source map while they are read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._spans: list[SourceSpan] = []

    def verbatim(self, start: int, end: int) -> None:
        """These bytes stand for themselves; those that are not UTF-8 for U+FFFD."""
        written = self.data[start:end]
        if is_utf8(written):
            self.stand_for(written.decode("utf-8"), start, end)
            return
        last = 0
        for good, bad in (*valid_runs(written), (len(written), len(written))):
            self.stand_for(
                written[last:good].decode("utf-8", "replace"), start + last, start + good
            )
            self.stand_for(written[good:bad].decode("utf-8"), start + good, start + bad)
            last = bad

    def stand_for(self, text: str, start: int, end: int) -> None:
        """These bytes were written for that text, as an escape or a folded line break is."""
        if text:
            self._spans.append(SourceSpan(text, start, end))

    @property
    def text(self) -> str:
        return "".join(span.text for span in self._spans)

    def scalar(self, source: SourceText, start: int, end: int) -> ScalarNode:
        return ScalarNode(self.text, source, TextRange(start, end), tuple(self._spans))


def code_point(digits: str) -> str | None:
    """The character a hexadecimal escape names; None where Unicode has no such character."""
    value = int(digits, 16)
    if value > 0x10FFFF or 0xD800 <= value <= 0xDFFF:
        return None
    return chr(value)
