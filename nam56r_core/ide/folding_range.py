"""Folding ranges: what can be closed to one line.

Must not know what a key means.
"""

from __future__ import annotations

from nam56r_core.ide.view import View
from nam56r_core.syntax.folding import FoldingRange

MAX_FOLDS = 5_000
"""Folds of one document: editors draw no more."""


def folding_ranges(view: View, most: int = MAX_FOLDS) -> tuple[FoldingRange, ...]:
    """The folds in the order of the text, at most one that begins on a line; the first `most`."""
    source = view.source
    by_line: dict[int, FoldingRange] = {}
    for fold in view.language.folds(view.tree):
        first, last = source.line_of(fold.range.start), source.line_of(fold.range.end)
        if first < last:
            # Of several that begin on one line the outermost came first.
            by_line.setdefault(first, fold)
    return tuple(fold for _, fold in sorted(by_line.items())[:most])
