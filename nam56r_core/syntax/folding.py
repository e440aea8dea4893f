"""What can be folded to one line: values, and blocks of comments.

Must not know what a key means, nor any language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from nam56r_core.syntax.full_range import (
    full_range,
    is_bracketed,
    is_written_at,
    node_range,
    written_items,
)
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import SourceText, TextRange

_COMMENT_LINE = re.compile(rb"(?:(?<=[\r\n])|\A)[ \t]*(?P<mark>#)[^\r\n]*")


@dataclass(frozen=True, slots=True)
class FoldingRange:
    """A fold of at least two lines; the line of its start stays visible."""

    range: TextRange
    is_comment: bool = False


def _never(_: Node) -> bool:
    return False


def value_folds(
    node: Node | None, is_table: Callable[[Node], bool] = _never
) -> Iterator[FoldingRange]:
    """Entries and items from their key on, without a closing bracket on a line of its own. Leaves
    out values that are tables."""
    return map(FoldingRange, _values(node, is_table))


def comment_folds(source: SourceText, root: Node | None) -> Iterator[FoldingRange]:
    """Blocks of at least two lines that have nothing but comments."""
    scalars = (node.range for node in written_below(root) if isinstance(node, ScalarNode))
    texts = lines_inside(source, scalars)
    start = end = 0
    last: int | None = None
    for found in _COMMENT_LINE.finditer(source.data):
        line = source.line_of(found.start())
        if line in texts:
            continue
        if last is None or line != last + 1:
            if last is not None:
                yield FoldingRange(TextRange(start, end), is_comment=True)
            start = found.start("mark")
        last, end = line, found.end()
    if last is not None:
        yield FoldingRange(TextRange(start, end), is_comment=True)


def lines_inside(source: SourceText, ranges: Iterable[TextRange]) -> set[int]:
    """The lines that begin within one of the ranges."""
    found: set[int] = set()
    for where in ranges:
        found.update(range(source.line_of(where.start) + 1, source.line_of(where.end) + 1))
    return found


def written_below(node: Node | None) -> Iterator[Node]:
    """A value and every value written inside it."""
    if node is None:
        return
    yield node
    match node:
        case MappingNode():
            for entry in node.entries:
                if is_written_at(entry):
                    yield from written_below(entry.value)
        case SequenceNode():
            for _, item in written_items(node):
                yield from written_below(item)
        case ScalarNode():
            pass


def _values(node: Node | None, is_table: Callable[[Node], bool]) -> Iterator[TextRange]:
    if node is None:
        return
    if is_bracketed(node):
        yield _up_to_bracket(node, node.range.start)
    match node:
        case MappingNode():
            for entry in node.entries:
                if is_written_at(entry):
                    if not is_table(entry.value):
                        yield _up_to_bracket(entry.value, full_range(entry).start)
                    yield from _values(entry.value, is_table)
        case SequenceNode():
            for _, item in written_items(node):
                if not is_table(item):
                    yield _up_to_bracket(item, item.range.start)
                yield from _values(item, is_table)
        case ScalarNode():
            pass


def _up_to_bracket(node: Node, start: int) -> TextRange:
    """A value from a start on, but no closing bracket that is alone on its line."""
    source, end = node.source, node_range(node).end
    if is_bracketed(node):
        line = source.line_of(end - 1)
        before = source.data[source.line_range(line).start : end - 1]
        if line and not before.strip():
            end = max(start, source.line_range(line - 1).end)
    return TextRange(start, end)
