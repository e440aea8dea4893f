"""Where a cursor is in a TOML document: in which statement, and below which table header.

Must not know any recipe key.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.bracket_context import BracketSyntax, read_brackets
from nam56r_core.syntax.context import (
    CursorContext,
    HeaderContext,
    KeyContext,
    ReplacedToken,
    Surroundings,
    ValueContext,
)
from nam56r_core.syntax.toml.comments import COMMENTS
from nam56r_core.syntax.toml.diagnose import DOTTED, PART
from nam56r_core.syntax.toml.tokens import TYPED
from nam56r_core.text import SourceText, TextRange

_IN_BRACKETS = BracketSyntax(TYPED, has_dotted_keys=True)
_HEADER = re.compile(
    rb"[ \t]*(?P<opener>\[\[?)[ \t]*(?P<name>[A-Za-z_\"'][^\]\r\n,]*?)[ \t]*\]\]?[ \t]*(?:#.*)?\Z"
)
_PAIR = re.compile(rb"[ \t]*(?P<key>" + DOTTED + rb")[ \t]*(?P<mark>=)")
_KEY = re.compile(rb"[ \t]*(?P<key>(?:" + PART + rb"\.)*(?P<last>[\"']?[A-Za-z0-9_-]*[\"']?))")
_OPEN_HEADER = re.compile(rb"[ \t]*\[[ \t]*(?P<name>[^\[\]#]*?)[ \t]*(?P<closer>\]?)[ \t]*\Z")
_PARTS = re.compile(PART)


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
            begin = self._source.line_range(start).start
            if start == number and offset <= begin + pair.end("key"):
                return self._key(number, offset, has_mark=True)
            if offset < begin + pair.end("mark"):
                return None
            table = self._table(start)
            if table is None:
                return None
            reading = read_brackets(
                self._source,
                _IN_BRACKETS,
                begin + pair.end("mark"),
                offset,
                (*table, *_parts(pair["key"])),
                self._end_of_statement(number),
            )
            if start == number or (reading.is_inside and _is_in_list(reading.context)):
                return reading.context
        said = self._said(number)
        if said.lstrip(b" \t").startswith(b"["):
            return self._header(number, offset)
        return self._key(number, offset, has_mark=False)

    def _statement(self, number: int) -> tuple[int, re.Match[bytes] | None]:
        """The line that begins the last statement at or above a line, if that is a pair."""
        for line in range(number, -1, -1):
            text = self._text(line)
            pair = _PAIR.match(text)
            if pair or _HEADER.match(text):
                return line, pair
        return 0, None

    def _end_of_statement(self, number: int) -> int:
        """Where the next line begins that can only be a statement of its own."""
        for line in range(number + 1, len(self._source.line_starts)):
            text = self._text(line)
            if _PAIR.match(text) or _HEADER.match(text):
                return self._source.line_starts[line]
        return len(self._source.data)

    def _table(self, number: int) -> tuple[str, ...] | None:
        """The table that a line is in; None for one of an array of tables."""
        for line in range(number, -1, -1):
            header = _HEADER.match(self._text(line))
            if header:
                return _parts(header["name"]) if header["opener"] == b"[" else None
        return ()

    def _key(self, number: int, offset: int, *, has_mark: bool) -> CursorContext | None:
        start = self._source.line_range(number).start
        said = self._said(number)
        match = _KEY.match(said)
        table = self._table(number)
        if match is None or table is None:
            return None
        if not has_mark and match.end() != len(said.rstrip(b" \t")) and said.strip():
            return None
        last = TextRange(start + match.start("last"), start + match.end("last"))
        if not said.strip():
            last = TextRange(offset, offset)
        if not last.touches(offset):
            return None
        above = match["key"][: match.start("last") - match.start("key")]
        quote = chr(match["last"][0]) if match["last"][:1] in (b'"', b"'") else ""
        closed = not quote or (len(match["last"]) > 1 and match["last"].endswith(quote.encode()))
        return KeyContext(
            (*table, *_parts(above)),
            ReplacedToken(last, quote, closed),
            Surroundings(in_brackets=False, below=self._source.line_break),
            has_mark,
            takes_header=not above and not has_mark and self._is_end_of_table(number),
        )

    def _header(self, number: int, offset: int) -> CursorContext | None:
        start = self._source.line_range(number).start
        match = _OPEN_HEADER.match(self._said(number))
        if match is None or not match.start("name") <= offset - start <= match.end("name"):
            return None
        where = TextRange(start + match.start("name"), start + match.end("name"))
        return HeaderContext(ReplacedToken(where), closed=bool(match["closer"]))

    def _is_end_of_table(self, number: int) -> bool:
        """Whether no pair of the table is below a line."""
        for line in range(number + 1, len(self._source.line_starts)):
            text = self._text(line)
            if _HEADER.match(text):
                return True
            if _PAIR.match(text):
                return False
        return True

    def _text(self, number: int) -> bytes:
        where = self._source.line_range(number)
        return self._source.data[where.start : where.end]

    def _said(self, number: int) -> bytes:
        """A line without its comment."""
        text = self._text(number)
        comment = COMMENTS.start_in(text)
        return text if comment is None else text[:comment]


def _is_in_list(context: CursorContext | None) -> bool:
    """Only a list goes on over several lines; an inline table ends with its line."""
    return isinstance(context, ValueContext) and context.in_list


def _parts(dotted: bytes) -> tuple[str, ...]:
    parts = (match.group() for match in _PARTS.finditer(dotted))
    return tuple(part.decode("utf-8", "replace").strip("\"'") for part in parts)
