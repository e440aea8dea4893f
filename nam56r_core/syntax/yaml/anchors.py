"""Anchors and aliases: nodes that are written once and used in several places.

An alias gives the anchored node itself. Nodes are shared, never copied; yet whoever walks the tree
meets a shared node once per use, so the depth and the number of nodes that aliases add are
limited. Must not know how YAML is written.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode

MAX_ALIASED_NODES = 100_000


@dataclass(frozen=True, slots=True)
class _Size:
    height: int
    nodes: int


class AliasError(Exception):
    """An alias that cannot be followed; the message says why."""


class UnknownAliasError(AliasError):
    """There is no finished node of that name."""


class Anchors:
    """The anchored nodes of one document, so far."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node | None] = {}
        self._sizes: dict[int, _Size] = {}
        self._aliased_nodes = 0

    def open(self, name: str) -> None:
        """The node called `name` begins here; until it ends, nothing can refer to it."""
        self._nodes[name] = None

    def close(self, name: str, node: Node) -> None:
        self._nodes[name] = node
        self._sizes[id(node)] = self._measure(node)

    def follow(self, name: str, depth: int) -> Node:
        """The node that an alias at that depth stands for."""
        if name not in self._nodes:
            raise UnknownAliasError(f"there is no anchor `{name}` before it")
        node = self._nodes[name]
        if node is None:
            raise UnknownAliasError(f"`{name}` is the node that this alias is part of")
        size = self._sizes[id(node)]
        if depth + size.height > MAX_DEPTH:
            raise AliasError(TOO_DEEP)
        if self._aliased_nodes + size.nodes > MAX_ALIASED_NODES:
            raise AliasError(f"aliases stand for more than {MAX_ALIASED_NODES} nodes")
        self._aliased_nodes += size.nodes
        return node

    def _measure(self, node: Node) -> _Size:
        """Size of a node; of an anchored one inside it, the size that is already known."""
        if isinstance(node, ScalarNode):
            return _Size(0, 1)
        known = self._sizes.get(id(node))
        if known:
            return known
        children = [self._measure(child) for child in _children(node)]
        return _Size(
            1 + max((child.height for child in children), default=0),
            1 + sum(child.nodes for child in children),
        )


def _children(node: SequenceNode | MappingNode) -> list[Node]:
    if isinstance(node, SequenceNode):
        return list(node.items)
    return [entry.value for entry in node.entries]
