"""What stands at an offset of a document: which key or value, at which path.

Must not know what a key means.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Path
from nam56r_core.syntax.nodes import Entry, Mapping, Node, Scalar, Sequence, SyntaxTree
from nam56r_core.text import TextRange


class Part(Enum):
    """Which part of an entry an offset is in."""

    KEY = "key"
    VALUE = "value"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """`path` leads to the innermost entry or list item around the offset; `node` is its key
    (`Part.KEY`) or its value. `parents` are the nodes above `node`, outermost first."""

    path: Path
    part: Part
    node: Node
    parents: tuple[Node, ...]

    @property
    def scalar(self) -> Scalar | None:
        return self.node if isinstance(self.node, Scalar) else None


def place_at(tree: SyntaxTree, offset: int) -> Place | None:
    """The innermost key or value that an offset touches (its end counts, as a cursor stands
    there); None between entries, in comments and in what could not be read."""
    if tree.root is None:
        return None
    path: list[str | int] = []
    parents: list[Node] = []
    node = tree.root
    while True:
        step = _step(node, offset)
        if step is None:
            return Place(tuple(path), Part.VALUE, node, tuple(parents)) if path else None
        parents.append(node)
        if isinstance(step, Entry):
            path.append(step.name)
            if _touches(step.key.range, offset):
                return Place(tuple(path), Part.KEY, step.key, tuple(parents))
            node = step.value
        else:
            path.append(step[0])
            node = step[1]


def _step(node: Node, offset: int) -> Entry | tuple[int, Node] | None:
    """The entry or item of a node that an offset touches."""
    match node:
        case Mapping():
            for entry in node.entries:
                if _touches(entry.key.range, offset) or _holds(node, entry.value, offset):
                    return entry
        case Sequence():
            for index, item in enumerate(node.items):
                if _holds(node, item, offset):
                    return index, item
        case Scalar():
            pass
    return None


def _holds(parent: Node, child: Node, offset: int) -> bool:
    """Whether an offset is in a child that is written inside its parent (an alias is not)."""
    inside = parent.range.start <= child.range.start and child.range.end <= parent.range.end
    # A table that is opened in several places has a range of its first part only.
    return _touches(child.range, offset) and (inside or isinstance(child, Mapping))


def _touches(where: TextRange, offset: int) -> bool:
    return where.start <= offset <= where.end
