"""Reads what can be read of broken JSON, and reports exactly where it is broken.

Goes over the tokens and takes the reading that loses least: a missing comma, colon or bracket is
reported and assumed, a token too many is reported and skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.syntax.conflicts import conflicts_in
from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.syntax.json.scalars import quoted, word
from nam56r_core.syntax.json.tokens import TOKEN
from nam56r_core.syntax.mapping_builder import MappingBuilder
from nam56r_core.syntax.masking import mask
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, Problems, shown
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import SourceText, TextRange

_CLOSER_OF = {"{": "}", "[": "]"}
_CLOSERS = frozenset("]}")
# Tokens that begin neither an item nor a key.
_NO_ELEMENT = frozenset(",:]}")


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is the token itself for punctuation, else `string`, `single`, `word` or `end`."""

    kind: str
    start: int
    end: int
    closed: bool = True


def recovered_root(source: SourceText, data: bytes, problems: Problems) -> Node | None:
    masked = bytearray(data)
    for conflict in conflicts_in(data, problems):
        mask(masked, *conflict)
    tokens = list(_tokens(bytes(masked), problems))
    return _Reader(source, tokens, problems).root()


def _tokens(data: bytes, problems: Problems) -> Iterator[_Token]:
    """Every token, and an `end` of no width after the last one."""
    last = start_of_text(data)
    for match in TOKEN.finditer(data, last):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "space":
            continue
        last = end
        if kind == "comment":
            problems.syntax(start, end, "JSON has no comments")
        elif kind == "punct":
            yield _Token(match.group().decode("ascii"), start, end)
        else:
            yield _Token(str(kind), start, end, kind != "string" or bool(match["closed"]))
    yield _Token("end", last, last)


class _Reader:
    """Reads forward over the tokens, never failing."""

    def __init__(self, source: SourceText, tokens: list[_Token], problems: Problems) -> None:
        self._source = source
        self._tokens = tokens
        self._problems = problems
        self._index = 0
        self._open: list[str] = []

    def root(self) -> Node | None:
        while self._token.kind in _CLOSERS or self._token.kind in (",", ":"):
            self._unexpected()
        if self._token.kind == "end":
            at = self._token.start
            self._problems.syntax(at, at, "expected a value")
            return None
        root = self._value()
        if self._token.kind != "end":
            self._unexpected("; the document ends before it")
        return root

    # --------------------------------------------------------------------- tokens

    @property
    def _token(self) -> _Token:
        return self._tokens[self._index]

    def _next(self) -> _Token:
        token = self._token
        if token.kind != "end":
            self._index += 1
        return token

    @property
    def _end_of_previous(self) -> int:
        return self._tokens[self._index - 1].end if self._index else 0

    def _unexpected(self, why: str = "") -> None:
        token = self._next()
        text = self._source.slice(TextRange(token.start, token.end))
        self._problems.syntax(token.start, token.end, f"unexpected {shown(text)}{why}")

    def _expected(self, what: str) -> None:
        at = self._end_of_previous
        self._problems.syntax(at, at, f"expected {what}")

    # --------------------------------------------------------------------- values

    def _value(self) -> Node:
        kind = self._token.kind
        if kind in _CLOSER_OF:
            return self._collection(kind)
        token = self._next()
        if kind == "word":
            return word(self._source, token.start, token.end, self._problems)
        return self._string(token)

    def _string(self, token: _Token) -> ScalarNode:
        if token.kind == "single":
            self._problems.syntax(token.start, token.end, "a string needs double quotes")
        elif not token.closed:
            self._problems.syntax(token.start, token.end, "this string is never closed")
        inner_end = token.end - 1 if token.closed else token.end
        return quoted(
            self._source, token.start, token.end, token.start + 1, inner_end, self._problems
        )

    def _collection(self, opener: str) -> Node:
        token = self._next()
        if len(self._open) >= MAX_DEPTH:
            self._problems.unsupported(token.start, token.end, TOO_DEEP)
            self._skip()
            return ScalarNode(None, self._source, TextRange(token.start, self._end_of_previous))
        self._open.append(_CLOSER_OF[opener])
        content = self._entries() if opener == "{" else self._items()
        closer = self._open.pop()
        if self._token.kind == closer:
            self._next()
        else:
            self._expected(f"`{closer}`")
        where = TextRange(token.start, self._end_of_previous)
        if isinstance(content, MappingBuilder):
            return MappingNode(content.kept, self._source, where)
        return SequenceNode(tuple(content), self._source, where)

    def _skip(self) -> None:
        """Leaves out everything to the bracket that closes the one just taken."""
        depth = 1
        while depth and self._token.kind != "end":
            kind = self._next().kind
            depth += (kind in _CLOSER_OF) - (kind in _CLOSERS)

    def _at_end(self) -> bool:
        """Whether what is open ends here, be it by the bracket of something around it."""
        kind = self._token.kind
        return kind == "end" or kind in self._open

    def _items(self) -> list[Node]:
        items: list[Node] = []
        while self._to_element(bool(items)):
            items.append(self._value())
        return items

    def _entries(self) -> MappingBuilder:
        entries = MappingBuilder(self._problems)
        any_yet = False
        while self._to_element(any_yet):
            any_yet = True
            key = self._key()
            if key is not None:
                entries.add(key, self._value_of_key())
        return entries

    def _to_element(self, any_yet: bool) -> bool:
        """Goes to the next item or key; False where there is none."""
        comma: _Token | None = None
        while not self._at_end():
            kind = self._token.kind
            if kind == "," and any_yet and comma is None:
                comma = self._next()
            elif kind in _NO_ELEMENT:
                self._unexpected()
            else:
                if any_yet and comma is None:
                    self._expected("`,`")
                return True
        if comma is not None:
            self._problems.syntax(comma.start, comma.end, "a comma after the last element")
        return False

    def _key(self) -> ScalarNode | None:
        token = self._token
        if token.kind in ("string", "single"):
            return self._string(self._next())
        if token.kind == "word":
            self._next()
            text = self._source.slice(TextRange(token.start, token.end))
            detail = f"key {shown(text)} needs double quotes"
            self._problems.syntax(token.start, token.end, detail)
            return ScalarNode(text, self._source, TextRange(token.start, token.end))
        self._problems.syntax(token.start, token.end, "expected a key in double quotes")
        self._value()
        if self._token.kind == ":":
            self._value_of_key()
        return None

    def _value_of_key(self) -> Node:
        if self._token.kind == ":":
            self._next()
        else:
            self._expected("`:` and a value")
        while self._token.kind == ":":
            self._unexpected()
        if self._at_end() or self._token.kind in _NO_ELEMENT:
            at = self._end_of_previous
            self._expected("a value")
            return ScalarNode(None, self._source, TextRange(at, at))
        return self._value()
