"""References to base recipes: the items of `extends`.

Must not know where a reference leads: only the server does, which knows the folders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, ScalarNode, SequenceNode
from nam56r_core.text import TextRange

EXTENDS = "extends"


@dataclass(frozen=True, slots=True, eq=False)
class BaseReference:
    """One base that a document names: a text that is not empty, at a path."""

    value: ScalarNode
    path: Path

    @property
    def reference(self) -> str:
        """The text, to be resolved against the document of `location`."""
        return str(self.value.value)

    @property
    def location(self) -> Location:
        """The text without its quotes."""
        chars = self.value.chars
        assert chars
        return Location(self.value.source, TextRange(chars[0].start, chars[-1].end))


def base_references(tree: SyntaxTree) -> Iterator[BaseReference]:
    """The bases that a document names itself, in order."""
    node = tree.root.get(EXTENDS) if isinstance(tree.root, MappingNode) else None
    if isinstance(node, ScalarNode):
        yield from _reference(node, (EXTENDS,))
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.items):
            if isinstance(item, ScalarNode):
                yield from _reference(item, (EXTENDS, index))


def base_reference_at(tree: SyntaxTree, offset: int) -> BaseReference | None:
    """The reference whose text an offset touches; a rename can begin there."""
    for found in base_references(tree):
        if found.location.range.touches(offset):
            return found
    return None


def _reference(node: ScalarNode, path: Path) -> Iterator[BaseReference]:
    if isinstance(node.value, str) and node.value:
        yield BaseReference(node, path)
