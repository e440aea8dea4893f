"""Folding ranges: what can be closed to one line, in each of the three languages.

Must not know what a key means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from nam56r_core.ide.view import View
from nam56r_core.syntax.full_range import (
    full_range,
    is_bracketed,
    is_written_at,
    node_range,
    opens_with_header,
    written_items,
)
from nam56r_core.syntax.tree import Host, MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import SourceText, TextRange

MAX_FOLDS = 5_000
"""Folds of one document: editors draw no more."""

_LINE = rb"(?:(?<=[\r\n])|\A)[ \t]*(?P<sign>%s)[^\r\n]*"
_COMMENT_LINE = re.compile(_LINE % b"#")
_HEADER_LINE = re.compile(_LINE % rb"\[")
_BLANK_OR_COMMENT = re.compile(rb"[ \t]*(?:#.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FoldingRange:
    """A stretch over at least two lines; the line of its start stays when it is closed."""

    range: TextRange
    is_comment: bool = False


def folding_ranges(view: View, most: int = MAX_FOLDS) -> tuple[FoldingRange, ...]:
    """The folds in the order of the text, at most one that begins in a line, and at most so many
    (then the first)."""
    source, host = view.source, view.host
    folds = [FoldingRange(where) for where in _values(view.tree.root, host)]
    if host is Host.TOML:
        folds += (FoldingRange(where) for where in _tables(view))
    if host is not Host.JSON:
        folds += (FoldingRange(where, True) for where in _comments(view))
    by_line: dict[int, FoldingRange] = {}
    for fold in folds:
        first, last = source.line_of(fold.range.start), source.line_of(fold.range.end)
        if first < last:
            # Of several that begin in one line the outermost came first.
            by_line.setdefault(first, fold)
    return tuple(fold for _, fold in sorted(by_line.items())[:most])


def _values(node: Node | None, host: Host) -> Iterator[TextRange]:
    """Entries and items from their key, without a closing bracket in a line of its own; the tables
    of TOML are found by their headers."""
    if node is None:
        return
    if is_bracketed(node):
        yield _up_to_bracket(node, node.range.start)
    match node:
        case MappingNode():
            for entry in node.entries:
                if is_written_at(entry):
                    if not _is_table(entry.value, host):
                        start = full_range(entry).start
                        yield _up_to_bracket(entry.value, start)
                    yield from _values(entry.value, host)
        case SequenceNode():
            for _, item in written_items(node):
                if not _is_table(item, host):
                    yield _up_to_bracket(item, item.range.start)
                yield from _values(item, host)
        case ScalarNode():
            pass


def _is_table(node: Node, host: Host) -> bool:
    """Whether a value of TOML is spread over lines of its own, under a header or as dotted keys."""
    if host is not Host.TOML or isinstance(node, ScalarNode):
        return False
    return opens_with_header(node) or not is_bracketed(node)


def _up_to_bracket(node: Node, start: int) -> TextRange:
    """A value from a start on, up to the line before its closing bracket if that stands alone."""
    source, end = node.source, node_range(node).end
    if is_bracketed(node):
        line = source.line_of(end - 1)
        before = source.data[source.line_range(line).start : end - 1]
        if line and not before.strip():
            end = max(start, source.line_range(line - 1).end)
    return TextRange(start, end)


def _comments(view: View) -> Iterator[TextRange]:
    """Blocks of at least two lines that hold nothing but comments."""
    source = view.source
    texts = _lines_inside(source, _scalars(view.tree.root))
    begin: re.Match[bytes] | None = None
    reached = -1
    end = 0
    for found in _COMMENT_LINE.finditer(source.data):
        line = source.line_of(found.start())
        if line in texts:
            continue
        if begin is None or line != reached + 1:
            if begin is not None:
                yield TextRange(begin.start("sign"), end)
            begin = found
        reached, end = line, found.end()
    if begin is not None:
        yield TextRange(begin.start("sign"), end)


def _tables(view: View) -> Iterator[TextRange]:
    """TOML: from each header to the last statement before the next."""
    source = view.source
    inside = _lines_inside(source, (node.range for node in _inline(view.tree.root)))
    headers = list(_HEADER_LINE.finditer(source.data))
    starts = [h.start("sign") for h in headers if source.line_of(h.start()) not in inside]
    for start, following in pairwise([*starts, len(source.data)]):
        last = source.line_of(following) - (following < len(source.data))
        while last > source.line_of(start) and _says_nothing(source, last):
            last -= 1
        yield TextRange(start, source.line_range(last).end)


def _says_nothing(source: SourceText, line: int) -> bool:
    where = source.line_range(line)
    return _BLANK_OR_COMMENT.fullmatch(source.data, where.start, where.end) is not None


def _lines_inside(source: SourceText, ranges: Iterable[TextRange]) -> set[int]:
    """The lines that begin within one of the ranges."""
    found: set[int] = set()
    for where in ranges:
        found.update(range(source.line_of(where.start) + 1, source.line_of(where.end) + 1))
    return found


def _scalars(node: Node | None) -> Iterator[TextRange]:
    return (below.range for below in _written(node) if isinstance(below, ScalarNode))


def _inline(node: Node | None) -> Iterator[Node]:
    """The values of a TOML document that are no tables under headers."""
    return (below for below in _written(node) if not _is_table(below, Host.TOML))


def _written(node: Node | None) -> Iterator[Node]:
    """A value and every value written inside it."""
    if node is None:
        return
    yield node
    match node:
        case MappingNode():
            for entry in node.entries:
                if is_written_at(entry):
                    yield from _written(entry.value)
        case SequenceNode():
            for _, item in written_items(node):
                yield from _written(item)
        case ScalarNode():
            pass
