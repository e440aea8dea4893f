"""The full range of an entry: its key with its value, for folding, the outline and selections.

The tree has the ranges of keys and of values; a YAML block may include the comments below it, which
the full range leaves out. Must not know what a key means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.syntax.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import TextRange

_ALIAS = re.compile(rb"[ \t]*:\s*\*[^\s,\[\]{}]+")


def is_written_at(entry: Entry) -> bool:
    """Whether a value is written at its key; the value of a YAML alias is written further up."""
    key, value = entry.key.range, entry.value.range
    # A table of TOML begins with its header, and that is where its key is.
    return value.start >= key.end or value.contains(key)


def written_items(sequence: SequenceNode) -> Iterator[tuple[int, Node]]:
    """The items of a list with their index, but for YAML aliases."""
    reached = sequence.range.start
    for index, item in enumerate(sequence.items):
        if reached <= item.range.start and item.range.end <= sequence.range.end:
            reached = item.range.end
            yield index, item


def node_range(node: Node) -> TextRange:
    """A value as it is written, without comments behind its last line."""
    return TextRange(node.range.start, _content_end(node))


def full_range(entry: Entry) -> TextRange:
    """A key with its value, or with the alias that stands for one."""
    key = entry.key.range
    if is_written_at(entry):
        value = node_range(entry.value)
        return TextRange(min(key.start, value.start), max(key.end, value.end))
    alias = _ALIAS.match(entry.key.source.data, key.end)
    return TextRange(key.start, alias.end() if alias else key.end)


def is_bracketed(node: Node) -> bool:
    """Whether a value ends with its own bracket, and not with its last entry."""
    data, where = node.source.data, node.range
    return (
        not isinstance(node, ScalarNode)
        and (data[where.start : where.start + 1], data[where.end - 1 : where.end])
        in ((b"[", b"]"), (b"{", b"}"))
        and not opens_with_header(node)
    )


def opens_with_header(node: Node) -> bool:
    """Whether a value is a table of TOML, or a list of them, under a header in brackets."""
    if node.source.data[node.range.start : node.range.start + 1] != b"[":
        return False
    if isinstance(node, SequenceNode):
        return bool(node.items) and node.items[0].range.start == node.range.start
    return isinstance(node, MappingNode)


def _content_end(node: Node) -> int:
    """Where the last thing in a value ends; a table of TOML can have another one inside it."""
    if isinstance(node, ScalarNode) or is_bracketed(node) or opens_with_header(node):
        return node.range.end
    if isinstance(node, SequenceNode):
        last = next(iter(list(written_items(node))[-1:]), None)
        return _content_end(last[1]) if last else node.range.end
    return full_range(node.entries[-1]).end if node.entries else node.range.end
