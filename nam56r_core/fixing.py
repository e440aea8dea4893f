"""Applying the fixes of findings to a recipe's own document, round by round.

A fix may uncover a finding or end one, so after each round the recipe is examined again. Must not
know where documents are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nam56r_core.changes import Fix, ReplaceText
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.syntax.edit import edits_of
from nam56r_core.syntax.nodes import SyntaxTree
from nam56r_core.syntax.parser import parse
from nam56r_core.text import SourceText, TextEdit, apply_edits

ROUNDS = 200
"""More than any real recipe needs; fixes that undo each other end at a text seen before."""

BUDGET = 4 * 1024 * 1024
"""Bytes that are read again to try fixes: every fix is read back, and a huge file with thousands
of findings is no recipe. What is left is still reported."""

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
    left = BUDGET
    for _ in range(ROUNDS):
        taken, edits = _choice(tree, found, unsafe=unsafe, budget=left)
        after = _edited(tree, edits)
        if not taken or after.source.data in seen:
            break
        left -= len(tree.source.data) * len(taken)
        seen.add(after.source.data)
        applied += taken
        tree = after
        found = tuple(examine(tree))
    return Fixed(tree, tuple(applied), found)


def best_fix(
    tree: SyntaxTree, diagnostic: Diagnostic, *, unsafe: bool
) -> tuple[Fix, tuple[TextEdit, ...]] | None:
    """The first fix of a finding that may be applied, with its edits. Where it cannot be made
    nothing is: its alternatives were not meant."""
    fix = next((fix for fix in diagnostic.fixes if fix.safe or unsafe), None)
    edits = edits_of(tree, fix.changes) if fix else None
    return (fix, edits) if fix and edits else None


def edits_of_round(
    tree: SyntaxTree, found: Sequence[Diagnostic], *, unsafe: bool
) -> tuple[TextEdit, ...]:
    """The edits that one round makes."""
    return tuple(_choice(tree, found, unsafe=unsafe, budget=BUDGET)[1])


def _choice(
    tree: SyntaxTree, found: Sequence[Diagnostic], *, unsafe: bool, budget: int
) -> tuple[list[Applied], list[TextEdit]]:
    """The fixes of one round: no two touch each other's text, nor change the same section (the
    last key that goes takes its section along). If together they break the document, only the
    first. While a part of the recipe could not be read, of the unsafe ones only those that mend
    it: others might write again, or take out, what is only misspelt."""
    chosen: list[tuple[Applied, tuple[TextEdit, ...]]] = []
    edits: list[TextEdit] = []
    changed: set[str | int] = set()
    is_unread = any(diagnostic.unread for diagnostic in found)
    for diagnostic in found:
        if diagnostic.location.source is not tree.source:
            continue
        budget -= len(tree.source.data) if diagnostic.fixes else 0
        if budget < 0:
            break
        may_be_unsafe = unsafe and (diagnostic.unread or not is_unread)
        best = best_fix(tree, diagnostic, unsafe=may_be_unsafe)
        if best is None or any(_meet(new, old) for new in best[1] for old in edits):
            continue
        sections = set(_sections(best[0]))
        if sections & changed:
            continue
        changed |= sections
        chosen.append((Applied(diagnostic, best[0]), best[1]))
        edits += best[1]
    if len(chosen) > 1 and len(_edited(tree, edits).problems) > len(tree.problems):
        chosen = chosen[:1]
        edits = list(chosen[0][1])
    return [applied for applied, _ in chosen], edits


def _sections(fix: Fix) -> Iterator[str | int]:
    """The keys of the top level below which a fix changes something."""
    for change in fix.changes:
        if not isinstance(change, ReplaceText):
            yield change.path[0]


def _meet(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits overlap, or one inserts where the other begins or ends: their order would
    then be a guess."""
    a, b = one.range, other.range
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 or (shared == 0 and not (a.length and b.length))


def _edited(tree: SyntaxTree, edits: Sequence[TextEdit]) -> SyntaxTree:
    data = apply_edits(tree.source.data, edits)
    return parse(SourceText(tree.source.name, data), tree.host, tree)
