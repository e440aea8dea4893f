"""Reading a YAML document again after an edit: only the top-level entries that it touched.

What this gives is what a full reading gives, place by place; where that is not certain, it gives
nothing, and the document is read as a whole. Must not know any recipe key.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nam56r_core.syntax.nodes import Entry, Host, Mapping, Node, Piece, Scalar, Sequence, SyntaxTree
from nam56r_core.syntax.yaml_limits import MAX_LINES
from nam56r_core.text import SourceText, TextRange

Read = Callable[[SourceText], SyntaxTree]

_MARKER = re.compile(rb"^(?:---|\.\.\.|%)", re.MULTILINE)
_FOLLOWER = b"nam56r-what-follows: 0\n"
"""Stands for the entry after those that are read again: what ends a value is what comes after."""


def reread_yaml(source: SourceText, before: SyntaxTree, read: Read) -> SyntaxTree | None:
    """The tree of `source`, of which `before` is an earlier state; None where only a full reading
    will do. `read` reads a document as a whole."""
    root = before.root
    if before.host is not Host.YAML or before.problems or not _is_block(root, before.source.data):
        return None
    old, new = before.source.data, source.data
    if b"&" in old or b"&" in new or new.count(b"\n") + new.count(b"\r") >= MAX_LINES:
        return None
    first, last = _untouched(root.entries, old, new)
    above, below = root.entries[:first], root.entries[last:]
    start = root.entries[first].key.range.start if above else 0
    moved = len(new) - len(old)
    end = below[0].key.range.start + moved if below else len(new)
    again = _read_again(new[start:end], read, is_followed=bool(below), is_first=not above)
    if again is None:
        return None
    entries = (
        *(_entry_moved(entry, source, 0) for entry in above),
        *(_entry_moved(entry, source, start) for entry in again.entries),
        *(_entry_moved(entry, source, moved) for entry in below),
    )
    if len({entry.name for entry in entries}) < len(entries):
        return None
    where = TextRange(
        root.range.start if above else again.range.start,
        root.range.end + moved if below else start + again.range.end,
    )
    return SyntaxTree(source, Host.YAML, Mapping(entries, source, where), ())


def _is_block(root: Node | None, data: bytes) -> bool:
    """Whether this is a mapping without brackets whose keys begin their lines."""
    if not isinstance(root, Mapping) or not root.entries:
        return False
    start = root.range.start
    is_at_margin = start == 0 or data[start - 1 : start] == b"\n"
    return is_at_margin and root.entries[0].key.range.start == start


def _untouched(entries: tuple[Entry, ...], old: bytes, new: bytes) -> tuple[int, int]:
    """How many entries from the first on are as they were, and from which on again.

    An entry counts only if the first byte of the next one is as it was, too, and so is the line
    break before an entry after the edit.
    """
    shortest = min(len(old), len(new))
    head = _longest(shortest, lambda length: old[:length] == new[:length])
    tail = _longest(
        shortest - head, lambda length: old[len(old) - length :] == new[len(new) - length :]
    )
    starts = [entry.key.range.start for entry in entries]
    first = sum(start < head for start in starts) - 1
    last = sum(start - 1 < len(old) - tail for start in starts)
    return max(first, 0), max(last, first + 1)


def _longest(most: int, is_equal: Callable[[int], bool]) -> int:
    """The greatest length up to `most` for which two texts are equal."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if is_equal(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _read_again(text: bytes, read: Read, *, is_followed: bool, is_first: bool) -> Mapping | None:
    """The entries of one stretch of the document, counted from its beginning; None where it has
    anything wrong, or does more than hold entries at the margin."""
    if _MARKER.search(text):
        return None
    tree = read(SourceText("", text + _FOLLOWER if is_followed else text))
    root = tree.root
    if tree.problems or not isinstance(root, Mapping) or not _is_block(root, text):
        return None
    if root.range.start and not is_first:
        return None
    if not is_followed:
        return root
    *entries, follower = root.entries
    if follower.key.range.start != len(text) or not entries:
        return None
    return Mapping(tuple(entries), root.source, root.range)


# ------------------------------------------------------------------------------- moving


def _entry_moved(entry: Entry, source: SourceText, by: int) -> Entry:
    return Entry(_scalar_moved(entry.key, source, by), _moved(entry.value, source, by))


def _moved(node: Node, source: SourceText, by: int) -> Node:
    """The same node in another text, so many bytes further on."""
    match node:
        case Scalar():
            return _scalar_moved(node, source, by)
        case Sequence():
            items = tuple([_moved(item, source, by) for item in node.items])
            return Sequence(items, source, _range_moved(node.range, by))
        case Mapping():
            entries = tuple([_entry_moved(entry, source, by) for entry in node.entries])
            return Mapping(entries, source, _range_moved(node.range, by))


def _scalar_moved(scalar: Scalar, source: SourceText, by: int) -> Scalar:
    pieces = scalar.pieces
    if pieces is not None:
        pieces = tuple(Piece(text, start + by, end + by) for text, start, end in pieces)
    return Scalar(scalar.value, source, _range_moved(scalar.range, by), pieces)


def _range_moved(where: TextRange, by: int) -> TextRange:
    return TextRange(where.start + by, where.end + by) if by else where
