"""The fixes of findings that can be made in a document, as edits of its text.

Must not know any format.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.fixing import BUDGET
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import SyntaxTree
from nam56r_server.cli.output.report import ResolvedFix


class TriedFixes:
    """Tries fixes on a document. Each is tried on the whole text, so the later ones of a huge file
    with thousands of findings are left out; `untried` counts these findings."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._tried = 0
        self.untried = 0

    def of(self, diagnostic: Diagnostic) -> tuple[ResolvedFix, ...]:
        self._tried += len(self._tree.source.data) * len(diagnostic.fixes)
        if self._tried > BUDGET:
            self.untried += bool(diagnostic.fixes)
            return ()
        return tuple(self._resolved(diagnostic))

    def _resolved(self, diagnostic: Diagnostic) -> Iterator[ResolvedFix]:
        for fix in diagnostic.fixes:
            edits = edits_of(self._tree, fix.changes)
            if edits:
                yield ResolvedFix(fix, self._tree.source, tuple(edits))
