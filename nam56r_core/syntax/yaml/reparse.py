"""Incremental parsing of YAML: after an edit only the entries and list items that it touched.

The result equals that of a full parse, place by place. Where that is not certain, there is none and
the whole document is parsed. Must not know any recipe key.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from nam56r_core.syntax.tree import Entry, MappingNode, Node, Parsed, SequenceNode
from nam56r_core.syntax.yaml.limits import MAX_LINES
from nam56r_core.syntax.yaml.reader import read_yaml
from nam56r_core.syntax.yaml.reuse import (
    Segment,
    child_at,
    segments_of,
    shifted_collection,
    slice_of,
)
from nam56r_core.text import SourceText, TextRange

_MARKER = re.compile(rb"^(?:---|\.\.\.|%)", re.MULTILINE)
# What stands on its line before a child of a block, where nothing unusual does.
_BEFORE_ENTRY = re.compile(rb"( *)")
_BEFORE_ITEM = re.compile(rb"( *)- +")
# A value ends where the next one begins: these stand for the parents of what is read again and for
# what follows it.
_PARENT = b"nam56r-parent:\n"
_NEXT_ENTRY = b"nam56r-next: 0\n"
_NEXT_ITEM = b"- 0\n"


def reparse_yaml(source: SourceText, old: SourceText, before: Parsed) -> Parsed | None:
    """What `read_yaml` returns for `source`; `before` is what it returned for `old`, an earlier
    state of the document. None where only a full parse will do."""
    if before.problems or not _is_local(old.data) or not _is_local(source.data):
        return None
    edit = _Edit.between(old, source)
    levels: list[_Level] = []
    below: Node | None = before.root
    while below is not None and (level := _level(below, edit, is_root=not levels)) is not None:
        levels.append(level)
        below = level.below(edit)
    again = _read_again(levels, edit) if levels else None
    if again is None:
        return None
    root = _put_together(levels, again, edit)
    return None if root is None else Parsed(root, ())


def _is_local(data: bytes) -> bool:
    """Whether no two places far apart mean anything to one another."""
    return b"&" not in data and data.count(b"\n") + data.count(b"\r") < MAX_LINES


# ------------------------------------------------------------------------- what was edited


@dataclass(frozen=True, slots=True)
class _Edit:
    """Two states of a text that have their first `head` bytes in common, and their last `tail`."""

    old: SourceText
    new: SourceText
    head: int
    tail: int

    @classmethod
    def between(cls, old: SourceText, new: SourceText) -> _Edit:
        left, right = old.data, new.data
        head = _in_common(left, right)
        shortest = min(len(left), len(right)) - head
        left, right = left[len(left) - shortest :], right[len(right) - shortest :]
        return cls(old, new, head, _in_common(left[::-1], right[::-1]))

    @property
    def shifted(self) -> int:
        """How much further on the tail is than it was."""
        return len(self.new.data) - len(self.old.data)

    def leaves(self, line_start: int) -> bool:
        """Whether the old line that begins here is as it was, as all below it and the break before
        it."""
        return line_start - 1 >= len(self.old.data) - self.tail


def _in_common(left: bytes, right: bytes) -> int:
    """How many first bytes are the same in two texts."""
    done, step = 0, min(len(left), len(right))
    while step:
        if left[done : done + step] == right[done : done + step]:
            done += step
            step = min(step, len(left) - done, len(right) - done)
        else:
            step //= 2
    return done


# ------------------------------------------------------------------------- where it lies


@dataclass(frozen=True, slots=True)
class _Level:
    """A block of the old tree, and its children from number `first` up to `last`, that the edit may
    have changed. `begin` is where the line of the first of them begins; `follower` where that of
    the one after the last does, None where they are the last of their block."""

    collection: MappingNode | SequenceNode
    segments: tuple[Segment, ...]
    column: int
    first: int
    last: int
    begin: int
    follower: int | None

    def below(self, edit: _Edit) -> Node | None:
        """The value that the edit may lie in, where it lies in no more than one."""
        if self.last - self.first > 1 or not isinstance(self.collection, MappingNode):
            return None
        child = child_at(self.segments, self.first, edit.old)
        return child.value if isinstance(child, Entry) else None

    @property
    def kind(self) -> type[MappingNode] | type[SequenceNode]:
        return MappingNode if isinstance(self.collection, MappingNode) else SequenceNode

    @property
    def size(self) -> int:
        return sum(len(segment.children) for segment in self.segments)

    @property
    def next(self) -> bytes:
        """What stands for the child that follows."""
        return b" " * self.column + (_NEXT_ENTRY if self.kind is MappingNode else _NEXT_ITEM)


def _level(node: Node, edit: _Edit, *, is_root: bool) -> _Level | None:
    """None where the edit does not lie between the children of a block, each on its own lines.

    A child counts as changed, too, if the edit begins at the first byte of the next one: that may
    now be a part of it.
    """
    if not isinstance(node, MappingNode | SequenceNode):
        return None
    segments = segments_of(node)
    starts = [start for segment in segments for start in segment.starts()]
    first = bisect_left(starts, edit.head) - 1
    is_above = is_root and first < 0
    first = max(first, 0) if is_root else first
    if first < 0 or first >= len(starts):
        return None
    old = edit.old
    line, column = _margin(node, old, starts[first])
    top, left = _margin(node, old, starts[0])
    if column is None or column != left or node.range.start != top + column:
        return None
    if is_root and column:
        return None
    last = first + 1
    follower: int | None = None
    while last < len(starts):
        follower, column = _margin(node, old, starts[last])
        if edit.leaves(follower):
            break
        last += 1
    else:
        follower = None
    if column != left:
        return None
    return _Level(node, segments, left, first, last, 0 if is_above else line, follower)


def _margin(
    collection: MappingNode | SequenceNode, source: SourceText, start: int
) -> tuple[int, int | None]:
    """Where the line of a child begins, and its column; None where something else is before it."""
    line = source.line_starts[source.line_of(start)]
    sign = _BEFORE_ENTRY if isinstance(collection, MappingNode) else _BEFORE_ITEM
    match = sign.fullmatch(source.data, line, start)
    return line, len(match[1]) if match else None


# ------------------------------------------------------------------------- reading it again


@dataclass(frozen=True, slots=True)
class _Again:
    """The touched children as they are now, told `by` bytes before their places; `start` is where
    their block begins, and `ends` is where each level now ends, None where that is in the tail."""

    children: tuple[Entry, ...] | tuple[Node, ...]
    by: int
    start: int
    ends: tuple[int | None, ...]


def _read_again(levels: list[_Level], edit: _Edit) -> _Again | None:
    """None where the text has anything wrong, or does more than hold children of its level."""
    innermost = levels[-1]
    following = [number for number, level in enumerate(levels) if level.follower is not None]
    last = following[-1] if following else None
    end = len(edit.new.data)
    if last is not None:
        end = (levels[last].follower or 0) + edit.shifted
    text = edit.new.data[innermost.begin : end]
    if _MARKER.search(text):
        return None
    parents = b"".join(b" " * level.column + _PARENT for level in levels[:-1])
    text = parents + text
    parsed = read_yaml(SourceText("", text if last is None else text + levels[last].next))
    node, by = parsed.root, innermost.begin - len(parents)
    ends: list[int | None] = []
    if parsed.problems:
        return None
    for number, level in enumerate(levels):
        if not isinstance(node, MappingNode | SequenceNode) or type(node) is not level.kind:
            return None
        children = node.entries if isinstance(node, MappingNode) else node.items
        ends.append(node.range.end + by if last is None or number > last else None)
        if number == last:
            *_, next_start = Segment(children, 0).starts()
            if next_start < len(text):
                return None
            children = children[:-1]
        if level is not innermost:
            parent = children[0] if len(children) == 1 else None
            node = parent.value if isinstance(parent, Entry) else None
            continue
        start = node.range.start
        if children and start - (text.rfind(b"\n", 0, start) + 1) == level.column:
            return _Again(children, by, start + by, tuple(ends))
    return None


def _put_together(levels: list[_Level], again: _Again, edit: _Edit) -> Node | None:
    """The root, made from the inside out; None where two keys of a mapping are now the same."""
    changed = Segment(again.children, again.by)
    node: Node | None = None
    for level, end in zip(reversed(levels), reversed(again.ends), strict=True):
        if node is not None:
            parent = child_at(level.segments, level.first, edit.old)
            assert isinstance(parent, Entry)
            changed = Segment((Entry(parent.key, node),), 0)
        segments = (
            *slice_of(level.segments, 0, level.first),
            changed,
            *slice_of(level.segments, level.last, level.size, edit.shifted),
        )
        if node is None and _is_repeated(segments):
            return None
        where = level.collection.range
        start = again.start if node is None and not level.first else where.start
        end = where.end + edit.shifted if end is None else end
        node = shifted_collection(level.kind, segments, edit.new, TextRange(start, end))
    return node


def _is_repeated(segments: Iterable[Segment]) -> bool:
    """Whether two entries have the same name."""
    names = [
        child.name for segment in segments for child in segment.children if isinstance(child, Entry)
    ]
    return len(set(names)) < len(names)
