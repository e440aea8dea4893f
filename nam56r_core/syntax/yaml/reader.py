"""Reading YAML 1.2 (core schema) into the value tree.

Walks a tree without errors; `recover.py` makes one of a broken document. Must not know any recipe
key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node as Syntax

from nam56r_core.syntax.encoding import parseable
from nam56r_core.syntax.mapping_builder import MappingBuilder
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, Problems, shown
from nam56r_core.syntax.tree import (
    MappingNode,
    Node,
    Parsed,
    ScalarNode,
    SequenceNode,
    SyntaxProblemKind,
)
from nam56r_core.syntax.yaml.anchors import AliasError, Anchors, UnknownAliasError
from nam56r_core.syntax.yaml.grammar import parse_bytes
from nam56r_core.syntax.yaml.limits import within_limits
from nam56r_core.syntax.yaml.scalars import ScalarReader
from nam56r_core.syntax.yaml.spec_checks import (
    check_documents,
    check_flow_entry,
    check_tag,
)
from nam56r_core.text import SourceText, TextRange

# What the specification calls not printable, and byte order marks.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]+")
_STANDARD_TAG = re.compile(r"!!(\w+)|!<tag:yaml\.org,2002:(\w+)>")
_COLLECTION_TAGS = {"map": MappingNode, "seq": SequenceNode}
_SCALAR_TAGS = frozenset(("str", "int", "float", "bool", "null"))

# First bytes of flow nodes that are more than a plain scalar, and of nodes that cannot be.
_NOT_PLAIN = frozenset(b"&!*\"'[{")
_SIMPLE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+~")
_NODES = frozenset(("flow_node", "block_node"))


def read_yaml(source: SourceText) -> Parsed:
    problems = Problems(source)
    data = parseable(source.data, problems, _FORBIDDEN, filler="x")
    root = None
    if data is not None:
        stream, data = _parsed(data, problems)
        check_documents(stream, data, problems)
        if b"\t" in data:
            from nam56r_core.syntax.yaml.tabs import check_tabs

            check_tabs(stream, data, problems)
        root = _Reader(source, data, problems).first_document(stream)
    return Parsed(root, problems.in_order())


def _parsed(data: bytes, problems: Problems) -> tuple[Syntax, bytes]:
    """The tree of everything in a document that can be read, and the text it was read from."""
    data = within_limits(data, problems)
    root = parse_bytes(data).root_node
    if root.has_error:
        # Few documents are broken: recovery is loaded for the first that is.
        from nam56r_core.syntax.yaml.recover import recovered

        return recovered(data, problems)
    return root, data


class _Reader:
    """One document on its way into the value tree; `data` is what was parsed.

    Nodes are read with the place where the collection that holds them begins (or -1), because an
    explicit indentation of a block scalar counts from there.
    """

    def __init__(self, source: SourceText, data: bytes, problems: Problems) -> None:
        self._source = source
        self._data = data
        self._problems = problems
        self._anchors = Anchors()
        self._scalars = ScalarReader(source, data, problems)

    def first_document(self, stream: Syntax) -> Node | None:
        document = next((child for child in stream.children if child.type == "document"), None)
        for child in document.children if document else ():
            if child.type in _NODES:
                return self._node(child, -1, 0)
        return None

    # ---------------------------------------------------------------------- nodes

    def _node(self, syntax: Syntax, holder: int, depth: int) -> Node:
        """A flow or block node."""
        start = syntax.start_byte
        if self._data[start] not in _NOT_PLAIN and syntax.type == "flow_node":
            return self._scalars.plain(start, syntax.end_byte)
        parts = syntax.children
        if len(parts) == 1 and parts[0].type not in ("tag", "anchor"):
            return self._content(parts[0], holder, depth)
        return self._node_with_properties(parts, holder, depth)

    def _content(self, syntax: Syntax, holder: int, depth: int) -> Node:
        start, end = syntax.start_byte, syntax.end_byte
        kind = syntax.type
        match kind:
            case "plain_scalar":
                return self._scalars.plain(start, end)
            case "double_quote_scalar" | "single_quote_scalar":
                return self._scalars.quoted(start, end, double=kind == "double_quote_scalar")
            case "block_scalar":
                return self._scalars.block(start, end, holder)
            case "alias":
                return self._alias(start, end, depth)
        if depth >= MAX_DEPTH:
            self._problems.unsupported(start, start + 1, TOO_DEEP)
            return self._scalars.null(start, end)
        match kind:
            case "block_mapping":
                return self._block_mapping(syntax, depth + 1)
            case "flow_mapping":
                return self._flow_mapping(syntax, depth + 1)
            case "block_sequence":
                return self._block_sequence(syntax, depth + 1)
            case "flow_sequence":
                return self._flow_sequence(syntax, depth + 1)
        self._problems.unsupported(start, end, kind.replace("_", " "))
        return self._scalars.null(start, end)

    def _node_with_properties(self, parts: list[Syntax], holder: int, depth: int) -> Node:
        anchor: str | None = None
        tag: Syntax | None = None
        content: Syntax | None = None
        for part in parts:
            match part.type:
                case "anchor":
                    anchor = self._scalars.text(part.start_byte + 1, part.end_byte)
                    self._anchors.open(anchor)
                case "tag":
                    tag = part
                case "comment":
                    pass
                case _:
                    content = part
        end = parts[-1].end_byte
        node = self._content(content, holder, depth) if content else self._scalars.null(end, end)
        if tag:
            node = self._tagged(tag, node, content)
        if anchor is not None:
            self._anchors.close(anchor, node)
        return node

    def _alias(self, start: int, end: int, depth: int) -> Node:
        try:
            return self._anchors.follow(self._scalars.text(start + 1, end), depth)
        except UnknownAliasError as error:
            self._problems.add(SyntaxProblemKind.UNKNOWN_ALIAS, start, end, str(error))
        except AliasError as error:
            self._problems.unsupported(start, end, str(error))
        return self._scalars.null(start, end)

    def _tagged(self, tag: Syntax, node: Node, content: Syntax | None) -> Node:
        check_tag(tag, self._data, self._problems)
        start, end = tag.start_byte, tag.end_byte
        written = self._scalars.text(start, end)
        match = _STANDARD_TAG.fullmatch(written)
        name = (match[1] or match[2]) if match else ""
        if name not in _SCALAR_TAGS and name not in _COLLECTION_TAGS:
            self._problems.add(SyntaxProblemKind.CUSTOM_TAG, start, end, f"tag {shown(written)}")
            return node
        if name in _COLLECTION_TAGS and isinstance(node, _COLLECTION_TAGS[name]):
            return node
        detail = f"tag {shown(written)} does not fit what it stands before"
        if name in _SCALAR_TAGS and isinstance(node, ScalarNode):
            is_plain = content is None or content.type == "plain_scalar"
            try:
                return self._scalars.tagged(name, node, is_plain=is_plain)
            except ValueError as error:
                detail = str(error) or detail
        self._problems.unsupported(start, end, detail)
        return node

    # ------------------------------------------------------------------- mappings

    def _block_mapping(self, syntax: Syntax, depth: int) -> MappingNode:
        entries = MappingBuilder(self._problems)
        start = syntax.start_byte
        data, plain = self._data, self._scalars.plain
        for pair in _one_by_one(syntax):
            if pair.type != "block_mapping_pair":
                continue
            parts = pair.children
            if len(parts) == 3 and data[parts[0].start_byte] in _SIMPLE:
                # The common case, `key: value`, without a look at what anything else may be.
                key, _, value = parts
                kind = value.type
                if kind in _NODES:
                    name = plain(key.start_byte, key.end_byte)
                    where = value.start_byte
                    if isinstance(name.value, str):
                        if kind == "flow_node" and data[where] in _SIMPLE:
                            entries.add(name, plain(where, value.end_byte))
                        else:
                            entries.add(name, self._node(value, start, depth))
                        continue
            self._pair(pair, parts, entries, start, depth)
        kept = entries.kept
        end = max(syntax.end_byte, kept[-1].value.range.end if kept else 0)
        return MappingNode(kept, self._source, TextRange(start, end))

    def _flow_mapping(self, syntax: Syntax, depth: int) -> MappingNode:
        entries = MappingBuilder(self._problems)
        start, end = syntax.start_byte, syntax.end_byte
        for part in syntax.children:
            if part.type in ("flow_pair", "flow_node"):
                check_flow_entry(part, self._data, self._problems)
            if part.type == "flow_pair":
                self._pair(part, part.children, entries, start, depth)
            elif part.type == "flow_node":
                # A key alone: `{a}` means `{a: null}`.
                self._entry(part, None, part.end_byte, entries, start, depth)
        return MappingNode(entries.kept, self._source, TextRange(start, end))

    def _pair(
        self, pair: Syntax, parts: list[Syntax], entries: MappingBuilder, holder: int, depth: int
    ) -> None:
        key: Syntax | None = None
        value: Syntax | None = None
        colon = -1
        for part in parts:
            kind = part.type
            if kind == ":":
                colon = part.end_byte
            elif kind in _NODES and colon < 0:
                key = part
            elif kind in _NODES:
                value = part
        if colon < 0:
            colon = (key or pair).end_byte
        self._entry(key or pair.start_byte, value, colon, entries, holder, depth)

    def _entry(
        self,
        key: Syntax | int,
        value: Syntax | None,
        after: int,
        entries: MappingBuilder,
        holder: int,
        depth: int,
    ) -> None:
        """An entry whose key may be missing at an offset, and whose value may be missing at
        `after`."""
        if isinstance(key, int):
            name: ScalarNode | None = self._written_key(key, key)
        else:
            name = self._key(key, holder, depth)
        content = self._node(value, holder, depth) if value else self._scalars.null(after, after)
        if name is not None:
            entries.add(name, content)

    def _key(self, syntax: Syntax, holder: int, depth: int) -> ScalarNode | None:
        """The key as a string; None for a merge key, which is not an entry."""
        start, end = syntax.start_byte, syntax.end_byte
        node = self._node(syntax, holder, depth)
        if not isinstance(node, ScalarNode):
            return self._written_key(start, end)
        if node.value == "<<" and self._data.endswith(b"<<", start, end):
            self._problems.add(SyntaxProblemKind.MERGE_KEY, end - 2, end, "merge key `<<`")
            return None
        if isinstance(node.value, str):
            return node
        # Without a tag or an anchor before it; an alias leads elsewhere.
        is_here = start <= node.range.start and node.range.end <= end
        return self._written_key(node.range.start if is_here else start, end)

    def _written_key(self, start: int, end: int) -> ScalarNode:
        key = self._scalars.as_written(start, end)
        detail = f"key {shown(str(key.value))}"
        self._problems.add(SyntaxProblemKind.KEY_NOT_A_STRING, start, end, detail)
        return key

    # ------------------------------------------------------------------ sequences

    def _block_sequence(self, syntax: Syntax, depth: int) -> SequenceNode:
        items: list[Node] = []
        start = syntax.start_byte
        for item in _one_by_one(syntax):
            if item.type != "block_sequence_item":
                continue
            value = item.children[-1]
            if value.type in _NODES:
                items.append(self._node(value, start, depth))
            else:
                after = item.start_byte + 1
                items.append(self._scalars.null(after, after))
        end = max(syntax.end_byte, items[-1].range.end if items else 0)
        return SequenceNode(tuple(items), self._source, TextRange(start, end))

    def _flow_sequence(self, syntax: Syntax, depth: int) -> SequenceNode:
        items: list[Node] = []
        start, end = syntax.start_byte, syntax.end_byte
        for part in syntax.children:
            if part.type in ("flow_pair", "flow_node"):
                check_flow_entry(part, self._data, self._problems, in_list=True)
            if part.type == "flow_node":
                items.append(self._node(part, start, depth))
            elif part.type == "flow_pair":
                items.append(self._pair_as_item(part, depth))
        return SequenceNode(tuple(items), self._source, TextRange(start, end))

    def _pair_as_item(self, pair: Syntax, depth: int) -> Node:
        """`[a: b]` means `[{a: b}]`."""
        start, end = pair.start_byte, pair.end_byte
        if depth >= MAX_DEPTH:
            self._problems.unsupported(start, start + 1, TOO_DEEP)
            return self._scalars.null(start, end)
        entries = MappingBuilder(self._problems)
        self._pair(pair, pair.children, entries, start, depth + 1)
        return MappingNode(entries.kept, self._source, TextRange(start, end))


def _one_by_one(block: Syntax) -> Iterator[Syntax]:
    """The children of a block, which may be thousands. A node keeps its `children`, and they keep
    theirs; a cursor keeps none."""
    cursor = block.walk()
    goes_on = cursor.goto_first_child()
    while goes_on:
        if cursor.node is not None:
            yield cursor.node
        goes_on = cursor.goto_next_sibling()
