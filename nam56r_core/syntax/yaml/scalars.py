"""YAML scalars in any of the five spellings, as nodes of the value tree.

Must not know what collection a scalar is in, nor anything of anchors; a tag only by its name.
"""

from __future__ import annotations

from nam56r_core.syntax.encoding import is_utf8, start_of_text
from nam56r_core.syntax.problems import Problems
from nam56r_core.syntax.tree import ScalarNode, ScalarValue
from nam56r_core.syntax.yaml import strings
from nam56r_core.syntax.yaml.schema import (
    TYPED_START,
    NumberTooLongError,
    resolve,
    value_as,
)
from nam56r_core.text import SourceText, TextRange


class ScalarReader:
    """Reads the scalars of one document.

    `data` is what was parsed: as long as the source, without what could not be read. Only block
    scalars need it; values are taken from the source.
    """

    def __init__(self, source: SourceText, data: bytes, problems: Problems) -> None:
        self._source = source
        self._bytes = source.data
        self._parsed = data
        self._problems = problems
        self._broken_bytes = not is_utf8(source.data)
        self._is_odd = self._broken_bytes or b"\r" in source.data
        # Slicing one string is cheaper than decoding each scalar, where offsets allow it.
        self._ascii = source.data.decode("ascii") if source.data.isascii() else None

    def null(self, start: int, end: int) -> ScalarNode:
        return ScalarNode(None, self._source, TextRange(start, end))

    def text(self, start: int, end: int) -> str:
        """The source as written; broken bytes become U+FFFD."""
        if self._ascii is not None:
            return self._ascii[start:end]
        return self._bytes[start:end].decode("utf-8", "replace")

    def as_written(self, start: int, end: int) -> ScalarNode:
        """These bytes as a string, whatever they may mean."""
        builder = strings.verbatim(self._bytes, start, end)
        return builder.scalar(self._source, start, end)

    def plain(self, start: int, end: int) -> ScalarNode:
        text = self._ascii[start:end] if self._ascii is not None else self.text(start, end)
        if "\n" in text or (self._is_odd and (self._broken_bytes or "\r" in text)):
            return self._folded_plain(text, start, end)
        if text[:1] not in TYPED_START:
            return ScalarNode(text, self._source, TextRange(start, end))
        return ScalarNode(self._resolved(text, start, end), self._source, TextRange(start, end))

    def _resolved(self, text: str, start: int, end: int) -> ScalarValue:
        """What an unquoted scalar means; reports a number that is too long and takes it as text."""
        try:
            return resolve(text)
        except NumberTooLongError as error:
            self._problems.unsupported(start, end, str(error))
            return text

    def _folded_plain(self, text: str, start: int, end: int) -> ScalarNode:
        """A plain scalar on several lines, or with bytes that are not UTF-8."""
        if "\n" not in text and "\r" not in text:
            value = self._resolved(text, start, end)
            if not isinstance(value, str):
                return ScalarNode(value, self._source, TextRange(start, end))
        return strings.plain(self._bytes, start, end).scalar(self._source, start, end)

    def quoted(self, start: int, end: int, *, double: bool) -> ScalarNode:
        inner = self.text(start + 1, end - 1)
        special = "\\" if double else "'"
        if not (self._broken_bytes or special in inner or "\n" in inner or "\r" in inner):
            return ScalarNode(inner, self._source, TextRange(start, end))
        if double:
            builder = strings.double_quoted(self._bytes, start + 1, end - 1, self._problems)
        else:
            builder = strings.single_quoted(self._bytes, start + 1, end - 1)
        return builder.scalar(self._source, start, end)

    def block(self, start: int, end: int, holder: int) -> ScalarNode:
        """A literal or folded scalar; `holder` is where the collection around it begins, or -1."""
        from nam56r_core.syntax.yaml.blocks import read_block

        column = -1
        if holder >= 0:
            line_start = self._source.line_starts[self._source.line_of(holder)]
            column = holder - max(line_start, start_of_text(self._bytes))
        return read_block(self._source, self._parsed, start, end, column, self._problems)

    def tagged(self, name: str, scalar: ScalarNode, *, is_plain: bool) -> ScalarNode:
        """The scalar as the standard tag `name` wants it; ValueError where that cannot be."""
        start, end = scalar.range.start, scalar.range.end
        if is_plain and not isinstance(scalar.value, str):
            scalar = self.as_written(start, end)
        value: ScalarValue = value_as(name, str(scalar.value))
        if isinstance(value, str):
            return scalar
        return ScalarNode(value, self._source, scalar.range)
