"""Folds of the tables of TOML, from their headers on.

Must not know what a key means.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from nam56r_core.syntax.blanks import REST_OF_LINE, SPACES, end_of
from nam56r_core.syntax.folding import FoldingRange, lines_inside, written_below
from nam56r_core.syntax.full_range import is_bracketed, opens_with_header
from nam56r_core.syntax.toml.tokens import BRACKET_FIRST
from nam56r_core.syntax.tree import Node, ScalarNode
from nam56r_core.text import SourceText, TextRange


def is_table(node: Node) -> bool:
    """Whether a value is written on lines of its own, below a header or as dotted keys."""
    if isinstance(node, ScalarNode):
        return False
    return opens_with_header(node) or not is_bracketed(node)


def table_folds(source: SourceText, root: Node | None) -> Iterator[FoldingRange]:
    """Each table from its header to its last statement before the next header."""
    inline = (node.range for node in written_below(root) if not is_table(node))
    inside = lines_inside(source, inline)

    def begins(line: int) -> bool:
        return BRACKET_FIRST.match(source.data, source.line_starts[line]) is not None

    last_line = len(source.line_starts) - 1
    headers = [line for line in range(last_line + 1) if line not in inside and begins(line)]
    for header, following in pairwise([*headers, last_line + 1]):
        last = following - 1
        while last > header and REST_OF_LINE.match(source.data, source.line_starts[last]):
            last -= 1
        start = end_of(SPACES, source.data, source.line_starts[header])
        yield FoldingRange(TextRange(start, source.line_range(last).end))
