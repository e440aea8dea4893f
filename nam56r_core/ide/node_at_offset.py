"""What stands at an offset of a document: which key or value, at which path.

Must not know what a key means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Path
from nam56r_core.syntax.full_range import is_written_at, written_items
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode


class Part(Enum):
    """Which part of an entry an offset is in."""

    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True, eq=False)
class NodeAtOffset:
    """`path` leads to the innermost entry or list item around the offset; `node` is its key
    (`Part.KEY`) or its value. `parents` are the nodes above `node`, outermost first."""

    path: Path
    part: Part
    node: Node
    parents: tuple[Node, ...]

    @property
    def scalar(self) -> ScalarNode | None:
        return self.node if isinstance(self.node, ScalarNode) else None


def node_at_offset(tree: SyntaxTree, offset: int) -> NodeAtOffset | None:
    """The innermost key or value that an offset touches (its end counts, as a cursor stands
    there); None between entries, in comments and in what could not be read."""
    return _innermost(tree.root, offset, (), ()) if tree.root is not None else None


def _innermost(
    node: Node, offset: int, path: Path, parents: tuple[Node, ...]
) -> NodeAtOffset | None:
    """The deepest one below a node: the parts of a TOML table may have another between them, and
    then both touch an offset, but only one has something there."""
    parents = (*parents, node)
    best: NodeAtOffset | None = None
    for key, name, value in _steps(node, offset):
        here = (*path, name)
        if key is not None and key.range.touches(offset):
            return NodeAtOffset(here, Part.KEY, key, parents)
        found = _innermost(value, offset, here, parents)
        found = found or NodeAtOffset(here, Part.VALUE, value, parents)
        if best is None or len(found.path) > len(best.path):
            best = found
    return best


def _steps(node: Node, offset: int) -> Iterator[tuple[ScalarNode | None, str | int, Node]]:
    """The entries or items of a node that an offset touches: key, name or index, value."""
    match node:
        case MappingNode():
            for entry in node.entries:
                inside = entry.value.range.touches(offset) and is_written_at(entry)
                if inside or entry.key.range.touches(offset):
                    yield entry.key, entry.name, entry.value
        case SequenceNode():
            for index, item in written_items(node):
                if item.range.touches(offset):
                    yield None, index, item
        case ScalarNode():
            pass
