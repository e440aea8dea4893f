"""The value tree: what a recipe file says, with the place of everything it says.

One tree for YAML, TOML and JSON; nothing here knows which of them it was, nor any recipe key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from nam56r_core.changes import Path, Plain
from nam56r_core.diagnostics import Location
from nam56r_core.text import SourceText, TextRange

ScalarValue = str | int | float | bool | None


class SourceSpan(NamedTuple):
    """Part of a string value, and the bytes it was written with.

    Either the bytes are the text itself (then each character has its own place), or every
    character of the text stands for all of them (an escape, a folded line break).
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class ScalarNode:
    """A single value.

    `range` covers the token as written, quotes included. `source_map` says how a string value was
    written; without one it is verbatim in the middle of `range`, between delimiters of equal length
    or none. Only readers need `source_map`; everyone else asks for `chars`.
    """

    value: ScalarValue
    source: SourceText
    range: TextRange
    source_map: tuple[SourceSpan, ...] | None = field(default=None, repr=False)

    @property
    def location(self) -> Location:
        return Location(self.source, self.range)

    @cached_property
    def chars(self) -> tuple[TextRange, ...] | None:
        """The bytes of each character of a string value, in order; None for other values."""
        if not isinstance(self.value, str):
            return None
        return tuple(_char_ranges(self.value, self.source.data, self.range, self.source_map))

    def char_location(self, index: int) -> Location:
        """Where character `index` (from 0) of a string value stands."""
        if self.chars is None:
            raise TypeError("only a string has characters")
        return Location(self.source, self.chars[index])


def _char_ranges(
    value: str, data: bytes, where: TextRange, source_map: tuple[SourceSpan, ...] | None
) -> Iterator[TextRange]:
    if source_map is None:
        length = len(value.encode("utf-8"))
        start = where.start + (where.length - length) // 2
        source_map = (SourceSpan(value, start, start + length),)
    for text, start, end in source_map:
        if data[start:end] == text.encode("utf-8"):
            for char in text:
                width = len(char.encode("utf-8"))
                yield TextRange(start, start + width)
                start += width
        else:
            yield from (TextRange(start, end) for _ in text)


@dataclass(frozen=True, eq=False)
class SequenceNode:
    """A list; `range` covers its brackets, or its first to its last item."""

    items: tuple[Node, ...]
    source: SourceText
    range: TextRange

    @property
    def location(self) -> Location:
        return Location(self.source, self.range)

    @cached_property
    def plain(self) -> list[Plain]:
        """The values of the items, without places; not to be changed."""
        return [plain(item) for item in self.items]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One `key: value` of a mapping; the key is always a string."""

    key: ScalarNode
    value: Node

    @property
    def name(self) -> str:
        return str(self.key.value)


@dataclass(frozen=True, eq=False)
class MappingNode:
    """Keys and values in the order written; keys are unique (a repeat is a problem, the first
    one stays)."""

    entries: tuple[Entry, ...]
    source: SourceText
    range: TextRange

    @property
    def location(self) -> Location:
        return Location(self.source, self.range)

    def entry(self, name: str) -> Entry | None:
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.entries}

    def get(self, name: str) -> Node | None:
        entry = self.entry(name)
        return entry.value if entry else None

    @cached_property
    def plain(self) -> dict[str, Plain]:
        """The values of the entries, without places; not to be changed."""
        return {entry.name: plain(entry.value) for entry in self.entries}


Node = ScalarNode | SequenceNode | MappingNode


class SyntaxProblemKind(Enum):
    """Why a stretch of a file could not be taken at its word."""

    SYNTAX = "syntax"
    UNFINISHED_KEY = "a key without what follows it"
    ENCODING = "encoding"
    UNQUOTED = "text without the quotes that it needs"
    DUPLICATE_KEY = "duplicate key"
    MERGE_KEY = "merge key"
    CUSTOM_TAG = "custom tag"
    MULTIPLE_DOCUMENTS = "multiple documents"
    UNKNOWN_ALIAS = "unknown alias"
    KEY_NOT_A_STRING = "key is not a string"
    UNSUPPORTED = "unsupported construct"


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """`detail` names the thing (the key, the tag, the token); `related` is the other place, such
    as the first of two equal keys."""

    kind: SyntaxProblemKind
    location: Location
    detail: str
    related: Location | None = None


class Stretches:
    """The bytes of many ranges, which may lie in each other."""

    def __init__(self, ranges: Iterable[TextRange]) -> None:
        ordered = sorted(ranges)
        self._starts = [one.start for one in ordered]
        self._reached = list(accumulate((one.end for one in ordered), max))

    def __contains__(self, offset: int) -> bool:
        before = bisect_right(self._starts, offset)
        return before > 0 and offset < self._reached[before - 1]


class Parsed(NamedTuple):
    """What a reader returns: `root` is None only for a document without any value; `problems` are
    in the order of their places."""

    root: Node | None
    problems: tuple[SyntaxProblem, ...]


def plain(node: Node | None) -> Plain:
    """The tree as ordinary Python values (dict, list, scalar), without places.

    They are kept with the tree: who wants to change them makes a copy.
    """
    match node:
        case ScalarNode():
            return node.value
        case SequenceNode() | MappingNode():
            return node.plain
        case None:
            return None


def same(left: object, right: object) -> bool:
    """Whether two plain values are equal in type as well, all the way down; the order of keys says
    nothing, NaN equals NaN, and the zeros differ."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float) and isinstance(right, float):
        return repr(left) == repr(right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right


def child(node: Node | None, step: str | int) -> Node | None:
    """What one step of a path leads to: the value of a key, or an item by its position."""
    if isinstance(node, MappingNode) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def node_at(root: Node | None, path: Path) -> Node | None:
    """The node that a path leads to from a root; None where it leads nowhere."""
    node = root
    for step in path:
        node = child(node, step)
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    match node:
        case SequenceNode():
            for item in node.items:
                yield from walk(item)
        case MappingNode():
            for entry in node.entries:
                yield entry.key
                yield from walk(entry.value)
        case ScalarNode():
            pass
