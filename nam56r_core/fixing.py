"""Applying the fixes of findings to a recipe's own document, round by round.

A fix may uncover a finding or end one, so after each round the recipe is examined again. Must not
know where documents are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.syntax.edit import edits_of
from nam56r_core.syntax.nodes import SyntaxTree
from nam56r_core.syntax.parser import parse
from nam56r_core.text import SourceText, TextEdit, apply_edits

ROUNDS = 30
"""More than any real recipe needs; two fixes that undo each other must end all the same."""

Examine = Callable[[SyntaxTree], Sequence[Diagnostic]]
"""The findings of a recipe whose own document is this tree."""


@dataclass(frozen=True, slots=True)
class Applied:
    """One finding and the fix that ended it."""

    diagnostic: Diagnostic
    fix: Fix


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """The document after all rounds, what was applied, and the findings that are left."""

    tree: SyntaxTree
    applied: tuple[Applied, ...]
    left: tuple[Diagnostic, ...]


def fix_all(tree: SyntaxTree, examine: Examine, *, unsafe: bool = False) -> Fixed:
    """Apply the first fix of every finding that the document itself holds; `unsafe` takes those
    that only an author can decide on as well."""
    applied: list[Applied] = []
    seen = {tree.source.data}
    found = tuple(examine(tree))
    for _ in range(ROUNDS):
        taken, after = _round(tree, found, unsafe=unsafe)
        if not taken or after.source.data in seen:
            break
        seen.add(after.source.data)
        applied += taken
        tree = after
        found = tuple(examine(tree))
    return Fixed(tree, tuple(applied), found)


def best_fix(
    tree: SyntaxTree, diagnostic: Diagnostic, *, unsafe: bool
) -> tuple[Fix, tuple[TextEdit, ...]] | None:
    """The first fix of a finding that may be applied and can be, with its edits."""
    for fix in diagnostic.fixes:
        if fix.safe or unsafe:
            edits = edits_of(tree, fix.changes)
            if edits:
                return fix, edits
    return None


def edits_of_round(
    tree: SyntaxTree, found: Sequence[Diagnostic], *, unsafe: bool
) -> tuple[TextEdit, ...]:
    """The edits that one round makes."""
    return tuple(_choice(tree, found, unsafe=unsafe)[1])


def _round(
    tree: SyntaxTree, found: Sequence[Diagnostic], *, unsafe: bool
) -> tuple[list[Applied], SyntaxTree]:
    applied, edits = _choice(tree, found, unsafe=unsafe)
    return applied, _edited(tree, edits)


def _choice(
    tree: SyntaxTree, found: Sequence[Diagnostic], *, unsafe: bool
) -> tuple[list[Applied], list[TextEdit]]:
    """All fixes that do not meet; if together they break the document, only the first."""
    chosen: list[tuple[Applied, tuple[TextEdit, ...]]] = []
    edits: list[TextEdit] = []
    for diagnostic in found:
        if diagnostic.location.source is not tree.source:
            continue
        best = best_fix(tree, diagnostic, unsafe=unsafe)
        if best is None or any(_meet(new, old) for new in best[1] for old in edits):
            continue
        chosen.append((Applied(diagnostic, best[0]), best[1]))
        edits += best[1]
    if len(chosen) > 1 and len(_edited(tree, edits).problems) > len(tree.problems):
        chosen = chosen[:1]
        edits = list(chosen[0][1])
    return [applied for applied, _ in chosen], edits


def _meet(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits overlap, or one inserts where the other begins or ends: their order would
    then be a guess."""
    a, b = one.range, other.range
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 or (shared == 0 and not (a.length and b.length))


def _edited(tree: SyntaxTree, edits: Sequence[TextEdit]) -> SyntaxTree:
    data = apply_edits(tree.source.data, edits)
    return parse(SourceText(tree.source.name, data), tree.host)
