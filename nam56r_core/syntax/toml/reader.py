"""Reading TOML 1.0 into the value tree.

Walks a tree without errors; `recover.py` makes one of a broken document. Must not know any recipe
key.
"""

from __future__ import annotations

import re

from tree_sitter import Node as Syntax

from nam56r_core.syntax.encoding import parseable
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, Problems, shown
from nam56r_core.syntax.toml.grammar import parse_bytes
from nam56r_core.syntax.toml.scalars import string, word
from nam56r_core.syntax.toml.tables import AlreadyDefinedError, Tables
from nam56r_core.syntax.tree import (
    MappingNode,
    Node,
    Parsed,
    ScalarNode,
    SequenceNode,
    SyntaxProblemKind,
)
from nam56r_core.text import SourceText, TextRange

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+|\r(?!\n)")
_STATEMENTS = frozenset(("pair", "table", "table_array_element"))
_NOT_VALUES = frozenset(("comment", "ERROR"))


def read_toml(source: SourceText) -> Parsed:
    problems = Problems(source)
    data = parseable(source.data, problems, _FORBIDDEN, filler=" ")
    root = None
    if data is not None:
        root = _Reader(source, problems).document(parsed_root(data, problems))
    return Parsed(root, problems.in_order())


def parsed_root(data: bytes, problems: Problems) -> Syntax:
    """The tree of everything in a document that can be read."""
    root = parse_bytes(data).root_node
    if root.has_error:
        # Few documents are broken: recovery is loaded for the first that is.
        from nam56r_core.syntax.toml.recover import recovered_root

        return recovered_root(data, problems)
    return root


class _Reader:
    """One document on its way into the value tree."""

    def __init__(self, source: SourceText, problems: Problems) -> None:
        self._source = source
        self._problems = problems

    def document(self, document: Syntax) -> Node | None:
        parts = [part for part in document.named_children if part.type in _STATEMENTS]
        if not parts:
            return None
        tables = Tables(self._source, parts[0].start_byte)
        for part in parts:
            if part.type == "pair":
                self._pair(part, tables, 1)
            else:
                self._section(part, tables)
        return tables.mapping()

    def _section(self, section: Syntax, tables: Tables) -> None:
        """A table or a table of an array: its header and the pairs below."""
        start = section.start_byte
        name, *pairs = (part for part in section.named_children if part.type not in _NOT_VALUES)
        if name.has_error:
            tables.open_nowhere(start)
            return
        keys = self._keys(name)
        end = _end_of_header(section, name)
        try:
            if len(keys) + 1 > MAX_DEPTH:
                self._problems.unsupported(start, end, TOO_DEEP)
                tables.open_nowhere(start)
            elif section.type == "table":
                tables.open_table(keys, start, end)
            else:
                tables.open_array(keys, start, end)
        except AlreadyDefinedError as error:
            self._already_defined(error)
            tables.open_nowhere(start)
        for pair in pairs:
            self._pair(pair, tables, tables.depth())

    def _pair(self, pair: Syntax, tables: Tables, depth: int) -> None:
        if pair.has_error:
            return
        name, written = [part for part in pair.named_children if part.type not in _NOT_VALUES]
        keys = self._keys(name)
        if depth + len(keys) > MAX_DEPTH:
            self._problems.unsupported(name.start_byte, name.end_byte, TOO_DEEP)
            return
        value = self._value(written, depth + len(keys) - 1)
        try:
            tables.add(keys, value)
        except AlreadyDefinedError as error:
            self._already_defined(error)

    def _already_defined(self, error: AlreadyDefinedError) -> None:
        where = error.key.range
        self._problems.add(
            SyntaxProblemKind.DUPLICATE_KEY,
            where.start,
            where.end,
            f"key {shown(str(error.key.value))}",
            error.first.range,
        )

    def _keys(self, name: Syntax) -> list[ScalarNode]:
        """The parts of a key; the grammar nests dotted keys to the left."""
        if name.type != "dotted_key":
            return [self._key(name)]
        parts: list[Syntax] = []
        while name.type == "dotted_key":
            nested, last = name.named_children
            parts.append(last)
            name = nested
        parts.append(name)
        return [self._key(part) for part in reversed(parts)]

    def _key(self, part: Syntax) -> ScalarNode:
        start, end = part.start_byte, part.end_byte
        if part.type == "quoted_key":
            return string(self._source, start, end, self._problems)
        where = TextRange(start, end)
        return ScalarNode(self._source.slice(where), self._source, where)

    def _value(self, syntax: Syntax, depth: int) -> Node:
        start, end = syntax.start_byte, syntax.end_byte
        kind = syntax.type
        if kind == "string":
            return string(self._source, start, end, self._problems)
        if kind not in ("array", "inline_table"):
            return word(self._source, start, end, self._problems)
        if depth >= MAX_DEPTH:
            self._problems.unsupported(start, start + 1, TOO_DEEP)
            return ScalarNode(None, self._source, TextRange(start, end))
        if kind == "array":
            return self._array(syntax, depth + 1)
        return self._inline_table(syntax, depth + 1)

    def _array(self, syntax: Syntax, depth: int) -> SequenceNode:
        parts = [part for part in syntax.named_children if part.type not in _NOT_VALUES]
        items = tuple([self._value(part, depth) for part in parts])
        return SequenceNode(items, self._source, TextRange(syntax.start_byte, syntax.end_byte))

    def _inline_table(self, syntax: Syntax, depth: int) -> MappingNode:
        tables = Tables(self._source, syntax.start_byte)
        for pair in syntax.named_children:
            if pair.type == "pair":
                self._pair(pair, tables, depth)
        where = TextRange(syntax.start_byte, syntax.end_byte)
        return MappingNode(tables.mapping().entries, self._source, where)


def _end_of_header(section: Syntax, name: Syntax) -> int:
    """Where the closing bracket of a header ends."""
    closers = (part for part in section.children if part.type in ("]", "]]"))
    return next((closer.end_byte for closer in closers), name.end_byte)
