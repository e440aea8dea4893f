"""Where a TOML statement goes wrong, to the character.

Reads statements by the grammar of TOML 1.0 only to find the place and the words for a mistake; what
is right is read from the syntax tree. Must not know what any key means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from nam56r_core.syntax.blanks import GAP, SPACES, end_of
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, shown
from nam56r_core.syntax.toml.scalars import is_word, no_value
from nam56r_core.syntax.toml.tokens import DATE_TIME, KEY, NEXT_STATEMENT, STRING, TO_BRACE, WORD

_END_OF_LINE = re.compile(rb"[ \t]*(?:#[^\r\n]*)?(\r?\n|\Z)")
_LINE = re.compile(rb"[^\r\n]*")
_BAD_ESCAPE = re.compile(
    rb"\\(?:(?P<good>[btnfr\"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[ \t]*\r?\n)|(?s:.))"
)


class BrokenStatementError(Exception):
    """The mistake, its place, and where reading can go on."""

    def __init__(self, start: int, end: int, detail: str, resume: int) -> None:
        super().__init__(detail)
        self.start = start
        self.end = end
        self.detail = detail
        self.resume = resume


class Statements:
    """The statements of a text. Where inline tables end is kept for all of it: where none does,
    each would be followed to the end of the text."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._table_ends: dict[int, int | None] = {}

    def end(self, start: int) -> int:
        """Where the statement that begins on the line at `start` ends, line break included."""
        return _Statement(self._data, start, self._table_ends).read()


class _Statement:
    """One statement, read from its first byte on."""

    def __init__(self, data: bytes, start: int, table_ends: dict[int, int | None]) -> None:
        self._data = data
        self._at = start
        self._table_ends = table_ends
        self._depth = 0

    def read(self) -> int:
        self._skip(SPACES)
        if self._next(b"["):
            self._header()
        elif not _END_OF_LINE.match(self._data, self._at):
            self._key()
            self._equals()
            self._value()
        rest = _END_OF_LINE.match(self._data, self._at)
        if rest is None:
            self._skip(SPACES)
            self._unexpected(" after the end of the statement")
        return rest.end()

    # ---------------------------------------------------------------------- parts

    def _header(self) -> None:
        width = 2 if self._next(b"[[") else 1
        self._at += width
        self._skip(SPACES)
        self._key("a table name")
        closer = b"]" * width
        after = self._at
        self._skip(SPACES)
        if not self._next(closer):
            self._fail(after, after, f"expected `{closer.decode('ascii')}`")
        self._at += width

    def _key(self, what: str = "a key") -> None:
        key = KEY.match(self._data, self._at)
        if key is None:
            if self._at_end_of_line():
                self._fail(self._at, self._at, f"expected {what}")
            self._unexpected(f"; expected {what}")
        for string in STRING.finditer(self._data, key.start(), key.end()):
            self._escapes(string)
        self._at = key.end()

    def _equals(self) -> None:
        after = self._at
        self._skip(SPACES)
        if not self._next(b"="):
            if self._at_end_of_line() or WORD.match(self._data, self._at):
                self._fail(after, after, "expected `=` and a value")
            self._unexpected("; expected `=`")
        self._at += 1

    def _value(self) -> None:
        after = self._at
        self._skip(SPACES)
        if self._next(b"["):
            self._inside(self._array)
        elif self._next(b"{"):
            self._inside(self._inline_table)
        elif self._next(b'"') or self._next(b"'"):
            self._string()
        elif word := (DATE_TIME.match(self._data, self._at) or WORD.match(self._data, self._at)):
            text = word.group().decode("utf-8", "replace")
            if not is_word(text):
                self._fail(*word.span(), no_value(text))
            self._at = word.end()
        elif self._at_end_of_line():
            self._fail(after, after, "expected a value")
        else:
            self._unexpected("; expected a value")

    def _string(self) -> None:
        string = STRING.match(self._data, self._at)
        if string is None:
            is_multiline = self._next(b'"""') or self._next(b"'''")
            resume = self._next_statement() if is_multiline else None
            self._fail(self._at, self._end_of_line(), "this string is never closed", resume)
        self._escapes(string)
        self._at = string.end()

    def _escapes(self, string: re.Match[bytes]) -> None:
        if string.group().startswith(b"'"):
            return
        for escape in _BAD_ESCAPE.finditer(self._data, string.start(), string.end()):
            if escape["good"] is None:
                text = shown(escape.group().decode("utf-8", "replace"))
                self._fail(*escape.span(), f"{text} is not an escape")

    def _inside(self, read: Callable[[int], None]) -> None:
        opener = self._at
        if self._depth >= MAX_DEPTH:
            self._fail(opener, opener + 1, TOO_DEEP)
        self._depth += 1
        self._at += 1
        read(opener)
        self._at += 1
        self._depth -= 1

    def _array(self, opener: int) -> None:
        while True:
            self._to_item(opener)
            if self._next(b"]"):
                return
            self._value()
            after = self._at
            self._to_item(opener)
            if self._next(b"]"):
                return
            if not self._next(b","):
                self._fail(after, after, "expected `,` or `]`")
            self._at += 1

    def _to_item(self, opener: int) -> None:
        """Over white space, line breaks and comments to what must be an item or the bracket."""
        before = self._at
        self._skip(GAP)
        line_start = self._data.rfind(b"\n", before, self._at) + 1
        is_over = line_start and NEXT_STATEMENT.match(self._data, line_start)
        if is_over or self._at == len(self._data):
            resume = line_start if is_over else None
            self._fail(opener, opener + 1, "`[` is never closed", resume)

    def _inline_table(self, opener: int) -> None:
        self._skip(SPACES)
        if self._next(b"}"):
            return
        while True:
            self._skip(SPACES)
            self._on_one_line(opener)
            self._key()
            self._equals()
            self._value()
            after = self._at
            self._skip(SPACES)
            if self._next(b"}"):
                return
            self._on_one_line(opener)
            if not self._next(b","):
                self._fail(after, after, "expected `,` or `}`")
            comma = self._at
            self._at += 1
            self._skip(SPACES)
            if self._next(b"}"):
                self._fail(comma, comma + 1, "a comma after the last element")

    # -------------------------------------------------------------------- helpers

    def _next(self, token: bytes) -> bool:
        return self._data.startswith(token, self._at)

    def _skip(self, pattern: re.Pattern[bytes]) -> None:
        self._at = end_of(pattern, self._data, self._at)

    def _at_end_of_line(self) -> bool:
        return bool(_END_OF_LINE.match(self._data, self._at))

    def _on_one_line(self, opener: int) -> None:
        """Inside an inline table, whose line may not end."""
        if self._at_end_of_line():
            resume = self._after_table(opener)
            self._fail(opener, opener + 1, "`{` is not closed on its line", resume)

    def _after_table(self, opener: int) -> int:
        """The line after an inline table on several lines; the next one if it never ends."""
        if opener not in self._table_ends:
            self._find_ends(opener)
        end = self._table_ends[opener]
        return self._line_after(self._at if end is None else end)

    def _find_ends(self, opener: int) -> None:
        """Notes for a table, and for every other on the way to its end, where it ends."""
        opened, at = [opener], opener + 1
        while opened:
            match = TO_BRACE.match(self._data, at)
            if match is None or not match[1]:
                break
            at = match.end()
            if match[1] == b"{":
                opened.append(at - 1)
            else:
                self._table_ends[opened.pop()] = at
        self._table_ends.update(dict.fromkeys(opened))

    def _unexpected(self, why: str) -> NoReturn:
        token = WORD.match(self._data, self._at)
        end = token.end() if token else self._at + 1
        text = self._data[self._at : end].decode("utf-8", "replace")
        self._fail(self._at, end, f"unexpected {shown(text)}{why}")

    def _fail(self, start: int, end: int, detail: str, resume: int | None = None) -> NoReturn:
        if resume is None:
            resume = self._next_statement() if self._depth else self._line_after(start)
        raise BrokenStatementError(start, end, detail, resume)

    def _end_of_line(self) -> int:
        line = _LINE.match(self._data, self._at)
        return line.end() if line else self._at

    def _line_after(self, offset: int) -> int:
        line_end = self._data.find(b"\n", offset)
        return line_end + 1 if line_end >= 0 else len(self._data)

    def _next_statement(self) -> int:
        """The next line that can only be a statement of its own."""
        following = NEXT_STATEMENT.search(self._data, self._line_after(self._at))
        return following.start() if following else len(self._data)
