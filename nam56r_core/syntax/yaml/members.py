"""Where the parts of YAML entries and items stand: key or dash, anchor and tag, value.

Must not know what is done to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nam56r_core.changes import Path
from nam56r_core.syntax.blanks import GAP, end_of
from nam56r_core.syntax.editor import CannotEditError, index_of
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.syntax.yaml.tokens import ALIAS, BLOCK_HEADER, PROPERTY
from nam56r_core.text import TextRange

_COLON = re.compile(rb"[ \t]*:")
_BETWEEN_MEMBERS = re.compile(rb"(?:[ \t\r\n,]|#[^\r\n]*)*")
_HEADER_COMMENT = re.compile(rb"[ \t]+#[^\r\n]*")
_EMPTY_LINES = re.compile(rb"(?:(?:\r\n|\n|\r)[ \t]*(?=[\r\n]))*")


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of a mapping, or an item of a list.

    `start` is where its key or dash begins, and `after` the end of the colon or dash (inside
    brackets, where an item has no dash, both are where it begins). Between `after` and `head` stand
    anchor and tag. `value` is what is written for the value, without a comment behind it: an empty
    range if nothing is.
    """

    holder: MappingNode | SequenceNode
    index: int
    node: Node
    start: int
    after: int
    head: int
    value: TextRange
    properties: tuple[str, ...]
    has_mark: bool

    @property
    def has_tag(self) -> bool:
        return any(written.startswith("!") for written in self.properties)

    @property
    def anchors(self) -> tuple[str, ...]:
        return tuple(written for written in self.properties if written.startswith("&"))


def is_flow(node: Node, data: bytes) -> bool:
    """Whether a collection is written in brackets."""
    where = node.range
    if isinstance(node, ScalarNode) or data[where.start : where.start + 1] not in (b"{", b"["):
        return False
    is_key = isinstance(node, MappingNode) and any(
        entry.key.range.start == where.start for entry in node.entries
    )
    return not is_key


class Members:
    """The entries and items of one document."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._data = tree.source.data
        self._items: dict[int, list[Member]] = {}

    def along(self, path: Path) -> list[Member]:
        """Those on the way to a path, which must all be there. Behind an alias they are those
        of what it stands for."""
        members: list[Member] = []
        node = self._tree.root
        for step in path:
            members.append(self.member(node, index_of(node, step)))
            node = members[-1].node
        return members

    def count(self, node: Node) -> int:
        if isinstance(node, ScalarNode):
            raise CannotEditError
        return len(node.entries if isinstance(node, MappingNode) else node.items)

    def member(self, holder: Node | None, index: int) -> Member:
        if isinstance(holder, MappingNode):
            return self._entry(holder, index)
        if isinstance(holder, SequenceNode):
            return self._item(holder, index)
        raise CannotEditError

    def written_end(self, node: Node) -> int:
        """Where a node ends, without the comments and blank lines that its range may cover."""
        if isinstance(node, ScalarNode):
            return self._end_of_scalar(node)
        if is_flow(node, self._data) or not self.count(node):
            return node.range.end
        last = self.member(node, self.count(node) - 1)
        return max(last.head, last.value.end)

    def header_comment(self, member: Member) -> str:
        """The comment behind the `|` or `>` of a block scalar."""
        header = BLOCK_HEADER.match(self._data, member.value.start)
        comment = _HEADER_COMMENT.match(self._data, header.end()) if header else None
        return comment.group().decode("utf-8", "replace") if comment else ""

    def _entry(self, holder: MappingNode, index: int) -> Member:
        entry = holder.entries[index]
        key = entry.key.range
        if key.start < holder.range.start:
            raise CannotEditError
        colon = _COLON.match(self._data, key.end)
        after = colon.end() if colon else key.end
        return self._at(holder, index, entry.value, key.start, after, has_mark=colon is not None)

    def _item(self, holder: SequenceNode, index: int) -> Member:
        """Each item is looked for behind the one before it, from the first on: a list may be too
        long for going back by recursion."""
        known = self._items.setdefault(id(holder), [])
        while len(known) <= index:
            known.append(self._next_item(holder, known))
        return known[index]

    def _next_item(self, holder: SequenceNode, known: list[Member]) -> Member:
        index = len(known)
        node = holder.items[index]
        in_flow = is_flow(holder, self._data)
        start = known[-1].value.end if known else holder.range.start + (1 if in_flow else 0)
        start = end_of(_BETWEEN_MEMBERS if in_flow else GAP, self._data, start)
        if in_flow:
            return self._at(holder, index, node, start, start, has_mark=True)
        if not self._data.startswith(b"-", start):
            raise CannotEditError
        return self._at(holder, index, node, start, start + 1, has_mark=True)

    def _at(
        self,
        holder: MappingNode | SequenceNode,
        index: int,
        node: Node,
        start: int,
        after: int,
        *,
        has_mark: bool,
    ) -> Member:
        properties: list[str] = []
        head = after
        while match := PROPERTY.match(self._data, head):
            properties.append(match[1].decode("utf-8", "replace"))
            head = match.end()
        if alias := ALIAS.match(self._data, head):
            value = TextRange(alias.start(1), alias.end(1))
        elif isinstance(node, ScalarNode) and node.range.length == 0:
            value = TextRange(head, head)
        elif node.range.start >= head:
            value = TextRange(node.range.start, self.written_end(node))
        else:
            raise CannotEditError
        return Member(holder, index, node, start, after, head, value, tuple(properties), has_mark)

    def _end_of_scalar(self, scalar: ScalarNode) -> int:
        """Blank lines below belong to a block scalar that keeps them."""
        where = scalar.range
        header = BLOCK_HEADER.match(self._data, where.start)
        if header and b"+" in header.group():
            return end_of(_EMPTY_LINES, self._data, where.end)
        return where.end
