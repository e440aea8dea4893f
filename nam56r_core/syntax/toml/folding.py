"""Folds of the tables of TOML, from their headers on.

Must not know what a key means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nam56r_core.syntax.folding import FoldingRange, lines_inside, written_below
from nam56r_core.syntax.full_range import is_bracketed, opens_with_header
from nam56r_core.syntax.tree import Node, ScalarNode
from nam56r_core.text import SourceText, TextRange

_HEADER_LINE = re.compile(rb"(?:(?<=[\r\n])|\A)[ \t]*(?P<bracket>\[)[^\r\n]*")
_BLANK_OR_COMMENT = re.compile(rb"[ \t]*(?:#.*)?", re.DOTALL)


def is_table(node: Node) -> bool:
    """Whether a value is written on lines of its own, below a header or as dotted keys."""
    if isinstance(node, ScalarNode):
        return False
    return opens_with_header(node) or not is_bracketed(node)


def table_folds(source: SourceText, root: Node | None) -> Iterator[FoldingRange]:
    """Each table from its header to its last statement before the next header."""
    inline = (node.range for node in written_below(root) if not is_table(node))
    inside = lines_inside(source, inline)
    headers = _HEADER_LINE.finditer(source.data)
    starts = [at.start("bracket") for at in headers if source.line_of(at.start()) not in inside]
    for start, following in pairwise([*starts, len(source.data)]):
        last = source.line_of(following) - (following < len(source.data))
        while last > source.line_of(start) and _has_no_statement(source, last):
            last -= 1
        yield FoldingRange(TextRange(start, source.line_range(last).end))


def _has_no_statement(source: SourceText, line: int) -> bool:
    where = source.line_range(line)
    return _BLANK_OR_COMMENT.fullmatch(source.data, where.start, where.end) is not None
