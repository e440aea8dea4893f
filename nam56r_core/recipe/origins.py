"""Where every value of a recipe was written, by its path of keys.

Must not know what a key means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nam56r_core.changes import Path, Plain
from nam56r_core.diagnostics import Location
from nam56r_core.syntax.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode, node_at
from nam56r_core.text import SourceText, TextRange


def dotted(path: Path) -> str:
    """A path as people write it: `A.dsa.family_ranks[2]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Looks up places in a merged recipe; `document` is the recipe's own file."""

    root: MappingNode | None
    document: SourceText

    def node(self, path: Path) -> Node | None:
        """The node at a path, or None if nothing was written there."""
        return node_at(self.root, path)

    def entry(self, path: Path) -> Entry | None:
        """The `key: value` at a path that ends in a key."""
        parent = self.node(path[:-1])
        last = path[-1] if path else None
        if isinstance(parent, MappingNode) and isinstance(last, str):
            return parent.entry(last)
        return None

    def value(self, path: Path) -> Location:
        """Where the value at a path is, or the nearest thing above it that was written."""
        node = self.node(path)
        if node is not None and path:
            return node.location
        return self.key(path[:-1]) if path else self.start

    def key(self, path: Path) -> Location:
        """Where the key at a path is, or the nearest thing above it that was written."""
        entry = self.entry(path)
        if entry is not None:
            return entry.key.location
        node = self.node(path)
        if node is not None and path:
            return node.location
        return self.key(path[:-1]) if path else self.start

    @property
    def start(self) -> Location:
        """The place of what is missing altogether: the first key of the recipe's own file."""
        if self.root is not None:
            for entry in self.root.entries:
                if entry.key.source is self.document:
                    return entry.key.location
        return Location(self.document, TextRange(0, 0))

    def positions(self, path: Path, kept: Iterable[Plain]) -> Iterator[int]:
        """Where in its list each item stands that was kept of it, in order."""
        node = self.node(path)
        there = enumerate(node.plain if isinstance(node, SequenceNode) else ())
        for item in kept:
            yield next(at for at, one in there if type(one) is type(item) and one == item)

    def scalar(self, path: Path) -> ScalarNode | None:
        node = self.node(path)
        return node if isinstance(node, ScalarNode) else None


class ValuePlace(NamedTuple):
    """The place of a value, looked up when it is asked for: most never are."""

    origins: Origins
    path: Path

    @property
    def key(self) -> str:
        return dotted(self.path)

    @property
    def location(self) -> Location:
        return self.origins.value(self.path)
