"""What a cursor in a TOML document is at: which statement, below which table header.

Must not know any recipe key.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.syntax.bracket_context import BracketSyntax, read_brackets
from nam56r_core.syntax.context import (
    CursorContext,
    HeaderContext,
    KeyContext,
    ReplacedToken,
    Surroundings,
    ValueContext,
)
from nam56r_core.syntax.toml.lines import Line, LineKind, names_of, split_line
from nam56r_core.syntax.toml.tokens import BRACKET_FIRST, TYPED, TYPED_HEADER, TYPED_KEY
from nam56r_core.text import SourceText, TextRange

_IN_BRACKETS = BracketSyntax(TYPED, has_dotted_keys=True)


def toml_context(source: SourceText, offset: int) -> CursorContext | None:
    """The place of a cursor that is in no comment."""
    return _Reader(source).context(offset)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._source = source

    def context(self, offset: int) -> CursorContext | None:
        number = self._source.line_of(offset)
        start, pair = self._statement(number)
        if pair is not None:
            if start == number and offset <= pair.key_end:
                return self._key(number, offset, has_mark=True)
            if offset < pair.mark_end:
                return None
            table = self._table(start)
            if table is None:
                return None
            reading = read_brackets(
                self._source,
                _IN_BRACKETS,
                pair.mark_end,
                offset,
                (*table, *pair.names),
                self._end_of_statement(number),
            )
            if start == number or (reading.is_inside and _is_in_list(reading.context)):
                return reading.context
        if BRACKET_FIRST.match(self._line(number).text):
            return self._header(number, offset)
        return self._key(number, offset, has_mark=False)

    def _line(self, number: int) -> Line:
        where = self._source.line_range(number)
        return split_line(self._source.data, where.start, where.end)

    def _lines(self, numbers: range) -> Iterator[tuple[int, Line]]:
        """The numbered lines that are a pair or a header."""
        lines = ((number, self._line(number)) for number in numbers)
        return ((number, line) for number, line in lines if line.kind is not LineKind.OTHER)

    def _above(self, number: int) -> Iterator[tuple[int, Line]]:
        return self._lines(range(number, -1, -1))

    def _below(self, number: int) -> Iterator[tuple[int, Line]]:
        return self._lines(range(number + 1, len(self._source.line_starts)))

    def _statement(self, number: int) -> tuple[int, Line | None]:
        """The line that begins the last statement at or above a line, if that is a pair."""
        start, line = next(self._above(number), (0, None))
        return start, line if line and line.kind is LineKind.PAIR else None

    def _end_of_statement(self, number: int) -> int:
        """Where the next line begins that can only be a statement of its own."""
        _, line = next(self._below(number), (0, None))
        return line.start if line else len(self._source.data)

    def _table(self, number: int) -> tuple[str, ...] | None:
        """The table that a line is in; None for one of an array of tables."""
        headers = (line for _, line in self._above(number) if line.kind is LineKind.HEADER)
        header = next(headers, None)
        if header is None:
            return ()
        return None if header.is_array else header.names

    def _key(self, number: int, offset: int, *, has_mark: bool) -> CursorContext | None:
        start = self._source.line_range(number).start
        text = self._line(number).text
        match = TYPED_KEY.match(text)
        table = self._table(number)
        if match is None or table is None:
            return None
        if not has_mark and match.end() != len(text.rstrip(b" \t")) and text.strip():
            return None
        last = TextRange(start + match.start("last"), start + match.end("last"))
        if not text.strip():
            last = TextRange(offset, offset)
        if not last.touches(offset):
            return None
        above = match["key"][: match.start("last") - match.start("key")]
        quote = chr(match["last"][0]) if match["last"][:1] in (b'"', b"'") else ""
        closed = not quote or (len(match["last"]) > 1 and match["last"].endswith(quote.encode()))
        return KeyContext(
            (*table, *names_of(above)),
            ReplacedToken(last, quote, closed),
            Surroundings(in_brackets=False, below=self._source.line_break),
            has_mark,
            takes_header=not above and not has_mark and self._is_end_of_table(number),
        )

    def _header(self, number: int, offset: int) -> CursorContext | None:
        start = self._source.line_range(number).start
        match = TYPED_HEADER.match(self._line(number).text)
        if match is None or not match.start("name") <= offset - start <= match.end("name"):
            return None
        where = TextRange(start + match.start("name"), start + match.end("name"))
        return HeaderContext(ReplacedToken(where), closed=bool(match["closer"]))

    def _is_end_of_table(self, number: int) -> bool:
        """Whether no pair of the table is below a line."""
        _, line = next(self._below(number), (0, None))
        return line is None or line.kind is LineKind.HEADER


def _is_in_list(context: CursorContext | None) -> bool:
    """Only a list goes on over several lines; an inline table ends with its line."""
    return isinstance(context, ValueContext) and context.in_list
