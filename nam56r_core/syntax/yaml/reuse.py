"""Collections put together from what earlier readings found: what an edit left alone is neither
read again nor, until somebody looks at it, moved to its new place.

Must not know why an edit left it alone, nor in which language it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nam56r_core.changes import Plain
from nam56r_core.syntax.tree import Entry, Mapping, Node, Piece, Scalar, Sequence, plain
from nam56r_core.text import SourceText, TextRange

MOST_RUNS = 32
"""A collection in more runs is moved at once: every further edit looks at each of them."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring entries of a mapping, or items of a list, `by` bytes behind the places that
    they tell."""

    children: tuple[Entry, ...] | tuple[Node, ...]
    by: int

    def starts(self) -> Iterator[int]:
        """Where each child begins: an entry with its key."""
        for child in self.children:
            where = child.key.range if isinstance(child, Entry) else child.range
            yield where.start + self.by


class KeptMapping(Mapping):
    """A mapping whose entries are moved when they are asked for."""

    runs: tuple[Run, ...]

    def __init__(self, runs: tuple[Run, ...], source: SourceText, where: TextRange) -> None:
        self.__dict__.update(runs=runs, source=source, range=where)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple([self._here(name) for name in self._by_key])

    def entry(self, name: str) -> Entry | None:
        return self._here(name) if name in self._by_key else None

    @cached_property
    def _by_key(self) -> dict[str, tuple[Entry, int]]:
        """The entries where they were, each with its distance from there."""
        return {
            entry.name: (entry, run.by)
            for run in self.runs
            for entry in run.children
            if isinstance(entry, Entry)
        }

    @cached_property
    def _looked_at(self) -> dict[str, Entry]:
        return {}

    def _here(self, name: str) -> Entry:
        entry = self._looked_at.get(name)
        if entry is None:
            old, by = self._by_key[name]
            entry = _entry(old, self.source, by)
            self._looked_at[name] = entry
        return entry

    @cached_property
    def plain(self) -> dict[str, Plain]:
        return {
            entry.name: plain(entry.value)
            for run in self.runs
            for entry in run.children
            if isinstance(entry, Entry)
        }


class KeptSequence(Sequence):
    """A list whose items are moved when they are asked for."""

    runs: tuple[Run, ...]

    def __init__(self, runs: tuple[Run, ...], source: SourceText, where: TextRange) -> None:
        self.__dict__.update(runs=runs, source=source, range=where)

    @cached_property
    def items(self) -> tuple[Node, ...]:
        source = self.source
        return tuple(
            [
                moved(item, source, run.by)
                for run in self.runs
                for item in run.children
                if not isinstance(item, Entry)
            ]
        )

    @cached_property
    def plain(self) -> list[Plain]:
        return [
            plain(item) for run in self.runs for item in run.children if not isinstance(item, Entry)
        ]


def runs_of(collection: Mapping | Sequence) -> tuple[Run, ...]:
    """What a collection consists of, without moving anything."""
    if isinstance(collection, KeptMapping | KeptSequence) and len(collection.runs) <= MOST_RUNS:
        return collection.runs
    if isinstance(collection, Mapping):
        return (Run(collection.entries, 0),)
    return (Run(collection.items, 0),)


def part_of(runs: tuple[Run, ...], start: int, end: int, by: int = 0) -> Iterator[Run]:
    """The children from one number up to another, `by` bytes further on."""
    for run in runs:
        count = len(run.children)
        if start < count and end > 0:
            yield Run(run.children[max(start, 0) : end], run.by + by)
        start, end = start - count, end - count


def child_at(runs: tuple[Run, ...], number: int, source: SourceText) -> Entry | Node:
    """One child, at its place in a text."""
    (run,) = part_of(runs, number, number + 1)
    child = run.children[0]
    if isinstance(child, Entry):
        return _entry(child, source, run.by)
    return moved(child, source, run.by)


def kept(
    kind: type[Mapping] | type[Sequence],
    runs: tuple[Run, ...],
    source: SourceText,
    where: TextRange,
) -> KeptMapping | KeptSequence:
    """A collection of one kind or the other."""
    return (KeptMapping if kind is Mapping else KeptSequence)(runs, source, where)


def moved(node: Node, source: SourceText, by: int) -> Node:
    """The same node in another text, `by` bytes further on; what it holds follows when it is asked
    for."""
    if isinstance(node, Scalar):
        return _scalar(node, source, by)
    where = _range(node.range, by)
    runs = tuple([Run(run.children, run.by + by) for run in runs_of(node)])
    after = kept(Mapping if isinstance(node, Mapping) else Sequence, runs, source, where)
    if "plain" in node.__dict__:
        after.__dict__["plain"] = node.plain
    return after


def _entry(entry: Entry, source: SourceText, by: int) -> Entry:
    return Entry(_scalar(entry.key, source, by), moved(entry.value, source, by))


def _scalar(scalar: Scalar, source: SourceText, by: int) -> Scalar:
    pieces = scalar.pieces
    if pieces is not None and by:
        pieces = tuple(Piece(text, start + by, end + by) for text, start, end in pieces)
    return Scalar(scalar.value, source, _range(scalar.range, by), pieces)


def _range(where: TextRange, by: int) -> TextRange:
    return TextRange(where.start + by, where.end + by) if by else where
