"""Reading YAML 1.2 (core schema) into the value tree.

Walks a tree that `yaml_recovery` made free of errors. Must not know any recipe key.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node as Syntax

from nam56r_core.syntax import yaml_strings
from nam56r_core.syntax.encoding import is_utf8, parseable
from nam56r_core.syntax.entries import Entries
from nam56r_core.syntax.nodes import (
    Host,
    Mapping,
    Node,
    Scalar,
    Sequence,
    SyntaxProblemKind,
    SyntaxTree,
)
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, Problems, shown
from nam56r_core.syntax.yaml_anchors import AliasError, Anchors, UnknownAliasError
from nam56r_core.syntax.yaml_blocks import read_block
from nam56r_core.syntax.yaml_recovery import settled
from nam56r_core.syntax.yaml_schema import NumberTooLongError, resolve, value_as
from nam56r_core.text import SourceText, TextRange

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]+|(?<!^)\ufeff+"
)
_STANDARD_TAG = re.compile(r"!!(\w+)|!<tag:yaml\.org,2002:(\w+)>")
_COLLECTION_TAGS = {"map": Mapping, "seq": Sequence}
_SCALAR_TAGS = frozenset(("str", "int", "float", "bool", "null"))

# First bytes of nodes that are more than a plain scalar.
_NOT_PLAIN = frozenset(b"&!*\"'[{|>")
_LINE_BREAK = re.compile(rb"[\r\n]")


def read_yaml(source: SourceText) -> SyntaxTree:
    problems = Problems(source)
    data = parseable(source.data, problems, _FORBIDDEN, filler="x")
    root = None
    if data is not None:
        stream, data = settled(data, problems)
        root = _Reader(source, data, problems).stream(stream)
    return SyntaxTree(source, Host.YAML, root, problems.in_order())


class _Reader:
    """One document on its way into the value tree.

    `data` is what was parsed: as long as the source, without what could not be read. Values are
    taken from the source.
    """

    def __init__(self, source: SourceText, data: bytes, problems: Problems) -> None:
        self._source = source
        self._data = data
        self._problems = problems
        self._anchors = Anchors()
        self._broken_bytes = not is_utf8(source.data)
        # Slicing one string is cheaper than decoding each scalar, where offsets allow it.
        self._ascii = source.data.decode("ascii") if source.data.isascii() else None

    # ------------------------------------------------------------------ documents

    def stream(self, stream: Syntax) -> Node | None:
        documents = [child for child in stream.children if child.type == "document"]
        for other in documents[1:]:
            if not _is_end_marker(other):
                self._problems.add(
                    SyntaxProblemKind.MULTIPLE_DOCUMENTS,
                    other.start_byte,
                    min(other.start_byte + 3, other.end_byte),
                    "a second document begins here; only the first is read",
                )
                break
        return self._document(documents[0]) if documents else None

    def _document(self, document: Syntax) -> Node | None:
        root = None
        for child in document.children:
            kind = child.type
            if kind.endswith("_directive"):
                self._directive(child)
            elif kind in ("flow_node", "block_node"):
                root = self._node(child, -1, 0)
        return root

    def _directive(self, directive: Syntax) -> None:
        written = self._text(directive.start_byte, directive.end_byte)
        if written.split() != ["%YAML", "1.2"]:
            self._problems.unsupported(
                directive.start_byte, directive.end_byte, f"directive {shown(written)}"
            )

    # ---------------------------------------------------------------------- nodes

    def _node(self, syntax: Syntax, holder: int, depth: int) -> Node:
        """A flow or block node; `holder` is where the collection that holds it begins, or -1."""
        start = syntax.start_byte
        if self._data[start] not in _NOT_PLAIN and syntax.type == "flow_node":
            return self._plain(start, syntax.end_byte)
        parts = syntax.children
        if len(parts) == 1 and parts[0].type not in ("tag", "anchor"):
            return self._content(parts[0], holder, depth)
        return self._node_with_properties(parts, holder, depth)

    def _content(self, syntax: Syntax, holder: int, depth: int) -> Node:
        kind = syntax.type
        if kind == "alias":
            return self._alias(syntax, depth)
        if kind.endswith("_scalar"):
            return self._scalar(syntax, holder)
        if depth >= MAX_DEPTH:
            self._problems.unsupported(syntax.start_byte, syntax.start_byte + 1, TOO_DEEP)
            return self._null(syntax.start_byte, syntax.end_byte)
        return self._COLLECTIONS[kind](self, syntax, depth + 1)

    def _node_with_properties(self, parts: list[Syntax], holder: int, depth: int) -> Node:
        anchor: str | None = None
        tag: Syntax | None = None
        content: Syntax | None = None
        for part in parts:
            match part.type:
                case "anchor":
                    anchor = self._text(part.start_byte + 1, part.end_byte)
                    self._anchors.open(anchor)
                case "tag":
                    tag = part
                case "comment":
                    pass
                case _:
                    content = part
        end = parts[-1].end_byte
        node = self._content(content, holder, depth) if content else self._null(end, end)
        if tag:
            node = self._tagged(tag, node, content)
        if anchor is not None:
            self._anchors.close(anchor, node)
        return node

    def _alias(self, syntax: Syntax, depth: int) -> Node:
        start, end = syntax.start_byte, syntax.end_byte
        try:
            return self._anchors.follow(self._text(start + 1, end), depth)
        except UnknownAliasError as error:
            self._problems.add(SyntaxProblemKind.UNKNOWN_ALIAS, start, end, str(error))
        except AliasError as error:
            self._problems.unsupported(start, end, str(error))
        return self._null(start, end)

    def _tagged(self, tag: Syntax, node: Node, content: Syntax | None) -> Node:
        start, end = tag.start_byte, tag.end_byte
        written = self._text(start, end)
        match = _STANDARD_TAG.fullmatch(written)
        name = (match[1] or match[2]) if match else ""
        if name not in _SCALAR_TAGS and name not in _COLLECTION_TAGS:
            self._problems.add(SyntaxProblemKind.CUSTOM_TAG, start, end, f"tag {shown(written)}")
            return node
        if isinstance(node, Scalar) and name in _SCALAR_TAGS:
            is_text = content is not None and content.type != "plain_scalar"
            text = str(node.value) if is_text else self._folded_text(node)
            try:
                value = value_as(name, text)
            except ValueError:
                pass
            else:
                pieces = node.pieces if isinstance(value, str) else None
                return Scalar(value, self._source, node.range, pieces)
        elif isinstance(node, _COLLECTION_TAGS.get(name, ())):
            return node
        self._problems.unsupported(start, end, f"tag {shown(written)} does not fit its content")
        return node

    # ------------------------------------------------------------------- mappings

    def _block_mapping(self, syntax: Syntax, depth: int) -> Mapping:
        entries = Entries(self._problems)
        start = syntax.start_byte
        for pair in syntax.children:
            if pair.type == "block_mapping_pair":
                self._pair(pair, entries, start, depth)
        kept = entries.kept
        end = max(syntax.end_byte, kept[-1].value.range.end if kept else 0)
        return Mapping(kept, self._source, TextRange(start, end))

    def _flow_mapping(self, syntax: Syntax, depth: int) -> Mapping:
        entries = Entries(self._problems)
        for part in syntax.children:
            if part.type == "flow_pair":
                self._pair(part, entries, part.start_byte, depth)
            elif part.type == "flow_node":
                # A key alone: `{a}` means `{a: null}`.
                self._entry(part, None, part.end_byte, entries, part.start_byte, depth)
        return Mapping(entries.kept, self._source, _range(syntax))

    def _pair(self, pair: Syntax, entries: Entries, holder: int, depth: int) -> None:
        key: Syntax | None = None
        value: Syntax | None = None
        colon = -1
        for part in pair.children:
            kind = part.type
            if kind == ":":
                colon = part.end_byte
            elif kind not in ("flow_node", "block_node"):
                continue
            elif colon < 0:
                key = part
            else:
                value = part
        after = colon if colon >= 0 else pair.end_byte
        self._entry(key, value, after, entries, holder, depth, pair.start_byte)

    def _entry(
        self,
        key_syntax: Syntax | None,
        value_syntax: Syntax | None,
        after: int,
        entries: Entries,
        holder: int,
        depth: int,
        start: int = 0,
    ) -> None:
        key = self._key(key_syntax, start, holder, depth)
        if value_syntax is None:
            value: Node = self._null(after, after)
        else:
            value = self._node(value_syntax, holder, depth)
        if key is None:
            return
        entries.add(key, value)

    def _key(self, syntax: Syntax | None, start: int, holder: int, depth: int) -> Scalar | None:
        """The key as a string; None for a merge key, which is not an entry."""
        if syntax is None:
            return self._written_key(start, start)
        start, end = syntax.start_byte, syntax.end_byte
        if self._data[start:end] == b"<<":
            self._problems.add(SyntaxProblemKind.MERGE_KEY, start, end, "merge key `<<`")
            return None
        node = self._node(syntax, holder, depth)
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return node
        if isinstance(node, Scalar) and start <= node.range.start:
            start, end = node.range.start, node.range.end
        return self._written_key(start, end)

    def _written_key(self, start: int, end: int) -> Scalar:
        written = self._text(start, end)
        self._problems.add(SyntaxProblemKind.KEY_NOT_A_STRING, start, end, f"key {shown(written)}")
        return Scalar(written, self._source, TextRange(start, end))

    # ------------------------------------------------------------------ sequences

    def _block_sequence(self, syntax: Syntax, depth: int) -> Sequence:
        items: list[Node] = []
        start = syntax.start_byte
        for item in syntax.children:
            if item.type == "block_sequence_item":
                items.append(self._block_item(item, start, depth))
        end = max(syntax.end_byte, items[-1].range.end if items else 0)
        return Sequence(tuple(items), self._source, TextRange(start, end))

    def _block_item(self, item: Syntax, holder: int, depth: int) -> Node:
        for part in item.children:
            if part.type in ("flow_node", "block_node"):
                return self._node(part, holder, depth)
        end = item.start_byte + 1
        return self._null(end, end)

    def _flow_sequence(self, syntax: Syntax, depth: int) -> Sequence:
        items: list[Node] = []
        for part in syntax.children:
            if part.type == "flow_node":
                items.append(self._node(part, part.start_byte, depth))
            elif part.type == "flow_pair":
                self._problems.unsupported(
                    part.start_byte, part.end_byte, "a key and value inside a list; write braces"
                )
                entries = Entries(self._problems)
                self._pair(part, entries, part.start_byte, depth + 1)
                items.append(Mapping(entries.kept, self._source, _range(part)))
        return Sequence(tuple(items), self._source, _range(syntax))

    _COLLECTIONS: dict[str, Callable[[_Reader, Syntax, int], Node]] = {
        "block_mapping": _block_mapping,
        "flow_mapping": _flow_mapping,
        "block_sequence": _block_sequence,
        "flow_sequence": _flow_sequence,
    }

    # -------------------------------------------------------------------- scalars

    def _plain(self, start: int, end: int) -> Scalar:
        if self._ascii is not None:
            text = self._ascii[start:end]
            if "\n" not in text and "\r" not in text:
                return Scalar(self._resolved(text, start, end), self._source, TextRange(start, end))
        return self._odd_plain(start, end)

    def _odd_plain(self, start: int, end: int) -> Scalar:
        """A plain scalar that is not ASCII or not on one line."""
        data = self._source.data
        if self._broken_bytes or _LINE_BREAK.search(data, start, end):
            scalar = yaml_strings.plain(data, start, end).scalar(self._source, start, end)
            if not _LINE_BREAK.search(data, start, end):
                value = self._resolved(str(scalar.value), start, end)
                return (
                    scalar if isinstance(value, str) else Scalar(value, self._source, scalar.range)
                )
            return scalar
        text = data[start:end].decode("utf-8")
        return Scalar(self._resolved(text, start, end), self._source, TextRange(start, end))

    def _resolved(self, text: str, start: int, end: int) -> str | int | float | bool | None:
        try:
            return resolve(text)
        except NumberTooLongError:
            self._problems.unsupported(start, end, "a number with thousands of digits")
            return text

    def _scalar(self, syntax: Syntax, holder: int) -> Scalar:
        start, end = syntax.start_byte, syntax.end_byte
        match syntax.type:
            case "plain_scalar":
                return self._plain(start, end)
            case "block_scalar":
                indent = self._column(holder)
                return read_block(self._source, self._data, start, end, indent, self._problems)
            case kind:
                return self._quoted(start, end, double=kind == "double_quote_scalar")

    def _quoted(self, start: int, end: int, *, double: bool) -> Scalar:
        data = self._source.data
        inner = data[start + 1 : end - 1]
        special = b"\\" if double else b"'"
        if special not in inner and b"\n" not in inner and b"\r" not in inner and is_utf8(inner):
            return Scalar(inner.decode("utf-8"), self._source, TextRange(start, end))
        if double:
            builder = yaml_strings.double_quoted(data, start + 1, end - 1, self._problems)
        else:
            builder = yaml_strings.single_quoted(data, start + 1, end - 1)
        return builder.scalar(self._source, start, end)

    # -------------------------------------------------------------------- helpers

    def _null(self, start: int, end: int) -> Scalar:
        return Scalar(None, self._source, TextRange(start, end))

    def _text(self, start: int, end: int) -> str:
        return self._source.data[start:end].decode("utf-8", "replace")

    def _folded_text(self, scalar: Scalar) -> str:
        """What a plain scalar says before any schema gives it a type."""
        if isinstance(scalar.value, str):
            return scalar.value
        return self._text(scalar.range.start, scalar.range.end)

    def _column(self, offset: int) -> int:
        """The column, in bytes, of an offset; -1 for what no collection holds."""
        if offset < 0:
            return -1
        return offset - self._source.line_starts[self._source.line_of(offset)]


def _range(syntax: Syntax) -> TextRange:
    return TextRange(syntax.start_byte, syntax.end_byte)


def _is_end_marker(document: Syntax) -> bool:
    """A stray `...`, which begins no document."""
    return all(child.type in ("...", "comment") for child in document.children)
