"""Reading JSON, strictly by RFC 8259, into the value tree.

A document that the grammar accepts is read from its tree; `recover.py` reads any other.
Must not know any recipe key.
"""

from __future__ import annotations

import re

from tree_sitter import Node as Syntax

from nam56r_core.syntax.encoding import parseable
from nam56r_core.syntax.json.grammar import parse_bytes
from nam56r_core.syntax.json.scalars import string, word
from nam56r_core.syntax.mapping_builder import MappingBuilder
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, Problems
from nam56r_core.syntax.tree import MappingNode, Node, Parsed, ScalarNode, SequenceNode
from nam56r_core.text import SourceText, TextRange

# White space aside, JSON forbids control characters everywhere.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]+")


def read_json(source: SourceText) -> Parsed:
    problems = Problems(source)
    data = parseable(source.data, problems, _FORBIDDEN, filler=" ")
    root = None
    if data is not None:
        document = parse_bytes(data).root_node
        values = document.children
        if len(values) != 1 or document.has_error or values[0].type == "comment":
            # Few documents are broken: recovery is loaded for the first that is.
            from nam56r_core.syntax.json.recover import recovered_root

            root = recovered_root(source, data, problems)
        else:
            root = _Reader(source, problems).value(values[0], 0)
    return Parsed(root, problems.in_order())


class _Reader:
    """A document without errors on its way into the value tree."""

    def __init__(self, source: SourceText, problems: Problems) -> None:
        self._source = source
        self._problems = problems

    def value(self, syntax: Syntax, depth: int) -> Node:
        start, end = syntax.start_byte, syntax.end_byte
        kind = syntax.type
        if kind == "string":
            return string(self._source, start, end, self._problems)
        if kind not in ("object", "array"):
            return word(self._source, start, end, self._problems)
        if depth >= MAX_DEPTH:
            self._problems.unsupported(start, start + 1, TOO_DEEP)
            return ScalarNode(None, self._source, TextRange(start, end))
        if kind == "object":
            return self._object(syntax, depth + 1)
        return self._array(syntax, depth + 1)

    def _object(self, syntax: Syntax, depth: int) -> MappingNode:
        entries = MappingBuilder(self._problems)
        for pair in syntax.named_children:
            if self._is_comment(pair):
                continue
            key, value = (part for part in pair.named_children if not self._is_comment(part))
            written = string(self._source, key.start_byte, key.end_byte, self._problems)
            entries.add(written, self.value(value, depth))
        where = TextRange(syntax.start_byte, syntax.end_byte)
        return MappingNode(entries.kept, self._source, where)

    def _array(self, syntax: Syntax, depth: int) -> SequenceNode:
        parts = [part for part in syntax.named_children if not self._is_comment(part)]
        items = tuple([self.value(part, depth) for part in parts])
        where = TextRange(syntax.start_byte, syntax.end_byte)
        return SequenceNode(items, self._source, where)

    def _is_comment(self, syntax: Syntax) -> bool:
        if syntax.type != "comment":
            return False
        self._problems.syntax(syntax.start_byte, syntax.end_byte, "JSON has no comments")
        return True
