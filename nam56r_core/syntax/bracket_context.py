"""Where a cursor is inside brackets: a JSON document, a collection of YAML or TOML in `{}` or `[]`.

Goes over the tokens from the beginning of a value to the cursor and one step further. Must not
know any recipe key, nor lines and indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from nam56r_core.changes import Path
from nam56r_core.syntax.context import (
    CursorContext,
    KeyContext,
    ReplacedToken,
    Surroundings,
    ValueContext,
)
from nam56r_core.text import SourceText, TextEdit, TextRange

# An unclosed string that is being typed ends where the document seems to go on.
_UNCLOSED = re.compile(rb"[^,\]}#:\r\n]*")

_OPENERS = frozenset("{[")
_CLOSERS = frozenset("}]")
_CLOSER_OF = {"{": "}", "[": "]"}
_TEXT = frozenset({"string", "word"})
_ELEMENTS = _TEXT | _OPENERS
"""Tokens that begin a key, a value or an item."""


@dataclass(frozen=True, slots=True)
class BracketSyntax:
    """How a language writes what is inside brackets. `tokens` matches one token behind white space:
    its groups are `punct`, `comment`, `mark`, `string`, `word` and `end`. Where keys are dotted, a
    key stands for a path."""

    tokens: re.Pattern[bytes]
    has_dotted_keys: bool = False


class _Token(NamedTuple):
    """`kind` is the character itself for a bracket or comma."""

    kind: str
    start: int
    end: int
    closed: bool = True


class _Expects(Enum):
    KEY = "a key"
    MARK = "the mark behind a key"
    VALUE = "a value or an item"
    COMMA = "a comma, or the end"


@dataclass(slots=True)
class _Frame:
    """A collection that is open; the outermost frame, without an opener, is the value itself.
    `members` are the keys, or the items that are scalars, before the cursor."""

    opener: str
    path: Path
    expects: _Expects
    members: set[str] = field(default_factory=set)
    key: Path = ()
    end: int = 0

    @property
    def value_path(self) -> Path:
        """The path of the value that comes next."""
        match self.opener:
            case "{":
                return (*self.path, *self.key)
            case "[":
                return (*self.path, 0)
        return self.path


@dataclass(frozen=True, slots=True)
class Reading:
    """What is at a cursor; `is_inside` is False behind the end of the value."""

    context: CursorContext | None
    is_inside: bool


def read_brackets(
    source: SourceText,
    syntax: BracketSyntax,
    start: int,
    offset: int,
    path: Path,
    stop: int | None = None,
) -> Reading:
    """The place of a cursor in a value that begins at `start`, the one of the key at `path`.

    What begins at `stop` or behind it belongs to the value no longer, whatever is left open.
    """
    end = len(source.data) if stop is None else stop
    return _Reader(source.data, syntax, path).read(start, offset, end)


class _Reader:
    def __init__(self, data: bytes, syntax: BracketSyntax, path: Path) -> None:
        self._data = data
        self._syntax = syntax
        self._frames = [_Frame("", path, _Expects.VALUE)]
        self._previous = _Token("", 0, 0)

    def read(self, start: int, offset: int, stop: int) -> Reading:
        tokens = _tokens(self._data, self._syntax, start, offset)
        here: _Token | None = None
        following = end = _Token("end", stop, stop)
        for token in tokens:
            if token.kind == "comment":
                if token.start < offset <= token.end:
                    return Reading(None, is_inside=True)
            elif self._is_at(token, offset):
                here = token
            elif here is not None or token.start >= offset:
                following = token if token.start < stop else end
                break
            elif self._has_ended:
                break
            else:
                self._take(token)
        if self._has_ended:
            return Reading(None, is_inside=False)
        frame = self._frames[-1]
        rest = [following, *_before(tokens, stop), end] if frame.opener else [following]
        return Reading(self._context(offset, here, rest), is_inside=True)

    @property
    def _has_ended(self) -> bool:
        """Whether the value itself is behind: what follows is none of it."""
        frame = self._frames[-1]
        return not frame.opener and frame.expects is _Expects.COMMA

    # --------------------------------------------------------------------- tokens

    def _is_at(self, token: _Token, offset: int) -> bool:
        """Whether it is this token that is being typed; before a key is room for another one."""
        if token.kind not in _TEXT or not token.start <= offset <= token.end:
            return False
        return token.start < offset or self._frames[-1].expects is _Expects.VALUE

    def _take(self, token: _Token) -> None:
        frame = self._frames[-1]
        match token.kind:
            case "{" | "[":
                expects = _Expects.KEY if token.kind == "{" else _Expects.VALUE
                self._frames.append(_Frame(token.kind, frame.value_path, expects))
                frame.expects = _Expects.COMMA
            case "}" | "]":
                self._close(token.kind)
            case ",":
                frame.expects = _Expects.KEY if frame.opener == "{" else _Expects.VALUE
            case "mark":
                if frame.expects is _Expects.MARK:
                    frame.expects = _Expects.VALUE
            case _ if frame.opener == "{" and frame.expects in (_Expects.KEY, _Expects.COMMA):
                frame.key = tuple(self._parts(self._replaced(token.start, token)))
                frame.members.add(str(frame.key[0]))
                frame.expects = _Expects.MARK
            case _:
                if frame.opener == "[":
                    frame.members.update(self._parts(self._replaced(token.start, token)))
                frame.expects = _Expects.COMMA
        self._frames[-1].end = token.end
        self._previous = token

    def _close(self, closer: str) -> None:
        """Ends what a bracket closes, with all that was left open inside; a stray one, nothing."""
        for depth in range(len(self._frames) - 1, 0, -1):
            if _CLOSER_OF[self._frames[depth].opener] == closer:
                del self._frames[depth:]
                return

    # ----------------------------------------------------------------------- spots

    def _context(
        self, offset: int, here: _Token | None, rest: Sequence[_Token]
    ) -> CursorContext | None:
        frame, following = self._frames[-1], rest[0]
        replaced = self._replaced(offset, here)
        has_mark = here is not None and following.kind == "mark"
        goes_on = bool(frame.opener) and following.kind in _ELEMENTS
        surroundings = self._surroundings(replaced, comma_behind=goes_on)
        if frame.expects is _Expects.MARK:
            return None
        if frame.opener == "{" and frame.expects is not _Expects.VALUE:
            *parents, name = self._parts(replaced)
            if not parents:
                return KeyContext(frame.path, replaced, surroundings, has_mark, self._present(rest))
            end = replaced.range.end
            last = ReplacedToken(TextRange(end - len(name.encode()), end))
            return KeyContext((*frame.path, *parents), last, surroundings, has_mark)
        if frame.opener == "{" and goes_on and (len(rest) < 2 or rest[1].kind != "mark"):
            return None
        if frame.opener == "[":
            return ValueContext(frame.path, True, replaced, surroundings, self._present(rest))
        return ValueContext(frame.value_path, False, replaced, surroundings)

    def _present(self, rest: Sequence[_Token]) -> frozenset[str]:
        """The keys, or the items that are scalars, of the collection that the cursor is in."""
        return frozenset({*self._frames[-1].members, *self._members_behind(rest)})

    def _members_behind(self, rest: Sequence[_Token]) -> Iterator[str]:
        in_list = self._frames[-1].opener == "["
        depth = 0
        for token, following in pairwise(rest):
            depth += (token.kind in _OPENERS) - (token.kind in _CLOSERS)
            if depth < 0:
                return
            if depth == 0 and token.kind in _TEXT and (in_list or following.kind == "mark"):
                yield self._parts(self._replaced(token.start, token))[0]

    def _replaced(self, offset: int, here: _Token | None) -> ReplacedToken:
        if here is None:
            return ReplacedToken(TextRange(offset, offset))
        quote = chr(self._data[here.start]) if here.kind == "string" else ""
        return ReplacedToken(TextRange(here.start, here.end), quote, here.closed)

    def _parts(self, replaced: ReplacedToken) -> list[str]:
        """A key, with the parts before it where TOML writes it with dots."""
        where = replaced.content
        name = self._data[where.start : where.end].decode("utf-8", "replace")
        return name.split(".") if self._syntax.has_dotted_keys and not replaced.quote else [name]

    def _surroundings(self, replaced: ReplacedToken, *, comma_behind: bool) -> Surroundings:
        frame = self._frames[-1]
        before = ""
        elsewhere: tuple[TextEdit, ...] = ()
        if frame.expects is _Expects.COMMA:
            if frame.end < replaced.range.start:
                elsewhere = (TextEdit(TextRange(frame.end, frame.end), ","),)
            else:
                before = ", "
        elif self._previous.kind == "mark" and self._previous.end == replaced.range.start:
            before = " "
        return Surroundings(
            in_brackets=bool(frame.opener),
            before=before,
            after="," if comma_behind else "",
            elsewhere=elsewhere,
        )


def _tokens(data: bytes, syntax: BracketSyntax, start: int, offset: int) -> Iterator[_Token]:
    """The tokens from `start` on, the last one being the `end`."""
    pattern, at = syntax.tokens, start
    while match := pattern.match(data, at):
        kind = str(match.lastgroup)
        begin, at = match.span(kind)
        if kind == "punct":
            kind = chr(data[begin])
        closed = kind != "string" or _is_closed(data[begin:at])
        if not closed and begin < offset <= at:
            rest = _UNCLOSED.match(data, offset, at)
            at = offset + len(rest.group().rstrip()) if rest else offset
        yield _Token(kind, begin, at, closed)
        if kind == "end":
            return


def _is_closed(string: bytes) -> bool:
    """Whether a string ends with its quote, and not with an escape of it."""
    quote = string[:1]
    ending = string[1:].removesuffix(quote)
    if len(string) - 1 == len(ending):
        return False
    return quote == b"'" or (len(ending) - len(ending.rstrip(b"\\"))) % 2 == 0


def _before(tokens: Iterable[_Token], stop: int) -> Iterator[_Token]:
    """The tokens before an offset, without comments."""
    for token in tokens:
        if token.start >= stop:
            return
        if token.kind != "comment":
            yield token
