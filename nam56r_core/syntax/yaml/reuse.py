"""Collections made of nodes from an earlier parse. An edit shifts the nodes behind it; a node gets
its new place only when somebody asks for it.

Must not know why a node is reused, nor how YAML is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nam56r_core.changes import Plain
from nam56r_core.syntax.tree import (
    Entry,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    SourceSpan,
    plain,
)
from nam56r_core.text import SourceText, TextRange

MAX_SEGMENTS = 32
"""A collection of more segments is shifted at once, because every further edit visits each one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring entries of a mapping or items of a list. Their places are `by` bytes further
    on than their ranges say."""

    children: tuple[Entry, ...] | tuple[Node, ...]
    by: int

    def starts(self) -> Iterator[int]:
        """Where each child begins: an entry with its key."""
        for child in self.children:
            where = child.key.range if isinstance(child, Entry) else child.range
            yield where.start + self.by


class ShiftedMapping(MappingNode):
    """A mapping that shifts its entries when they are asked for."""

    segments: tuple[Segment, ...]

    def __init__(self, segments: tuple[Segment, ...], source: SourceText, where: TextRange) -> None:
        self.__dict__.update(segments=segments, source=source, range=where)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple([self._here(name) for name in self._by_key])

    def entry(self, name: str) -> Entry | None:
        return self._here(name) if name in self._by_key else None

    @cached_property
    def _by_key(self) -> dict[str, tuple[Entry, int]]:
        """The entries with their old places, each with its shift."""
        return {
            entry.name: (entry, segment.by)
            for segment in self.segments
            for entry in segment.children
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
            for segment in self.segments
            for entry in segment.children
            if isinstance(entry, Entry)
        }


class ShiftedSequence(SequenceNode):
    """A list that shifts its items when they are asked for."""

    segments: tuple[Segment, ...]

    def __init__(self, segments: tuple[Segment, ...], source: SourceText, where: TextRange) -> None:
        self.__dict__.update(segments=segments, source=source, range=where)

    @cached_property
    def items(self) -> tuple[Node, ...]:
        source = self.source
        return tuple(
            [
                shifted(item, source, segment.by)
                for segment in self.segments
                for item in segment.children
                if not isinstance(item, Entry)
            ]
        )

    @cached_property
    def plain(self) -> list[Plain]:
        return [
            plain(item)
            for segment in self.segments
            for item in segment.children
            if not isinstance(item, Entry)
        ]


def segments_of(collection: MappingNode | SequenceNode) -> tuple[Segment, ...]:
    """The segments of a collection, without shifting anything."""
    if (
        isinstance(collection, ShiftedMapping | ShiftedSequence)
        and len(collection.segments) <= MAX_SEGMENTS
    ):
        return collection.segments
    if isinstance(collection, MappingNode):
        return (Segment(collection.entries, 0),)
    return (Segment(collection.items, 0),)


def slice_of(segments: tuple[Segment, ...], start: int, end: int, by: int = 0) -> Iterator[Segment]:
    """The children from index `start` up to `end`, `by` bytes further on."""
    for segment in segments:
        count = len(segment.children)
        if start < count and end > 0:
            yield Segment(segment.children[max(start, 0) : end], segment.by + by)
        start, end = start - count, end - count


def child_at(segments: tuple[Segment, ...], number: int, source: SourceText) -> Entry | Node:
    """One child, with its place in a text."""
    (segment,) = slice_of(segments, number, number + 1)
    child = segment.children[0]
    if isinstance(child, Entry):
        return _entry(child, source, segment.by)
    return shifted(child, source, segment.by)


def shifted_collection(
    kind: type[MappingNode] | type[SequenceNode],
    segments: tuple[Segment, ...],
    source: SourceText,
    where: TextRange,
) -> ShiftedMapping | ShiftedSequence:
    """A mapping or a list, as `kind` says."""
    return (ShiftedMapping if kind is MappingNode else ShiftedSequence)(segments, source, where)


def shifted(node: Node, source: SourceText, by: int) -> Node:
    """The same node in another text, `by` bytes further on; what it holds follows when it is asked
    for."""
    if isinstance(node, ScalarNode):
        return _scalar(node, source, by)
    where = _range(node.range, by)
    segments = tuple([Segment(segment.children, segment.by + by) for segment in segments_of(node)])
    after = shifted_collection(
        MappingNode if isinstance(node, MappingNode) else SequenceNode, segments, source, where
    )
    if "plain" in node.__dict__:
        after.__dict__["plain"] = node.plain
    return after


def _entry(entry: Entry, source: SourceText, by: int) -> Entry:
    return Entry(_scalar(entry.key, source, by), shifted(entry.value, source, by))


def _scalar(scalar: ScalarNode, source: SourceText, by: int) -> ScalarNode:
    source_map = scalar.source_map
    if source_map is not None and by:
        source_map = tuple(
            SourceSpan(text, start + by, end + by) for text, start, end in source_map
        )
    return ScalarNode(scalar.value, source, _range(scalar.range, by), source_map)


def _range(where: TextRange, by: int) -> TextRange:
    return TextRange(where.start + by, where.end + by) if by else where
