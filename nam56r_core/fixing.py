"""Applying the fixes of findings to a recipe's own document, round by round.

A fix may uncover a finding or end one, so after each round the recipe is examined again. Must not
know where documents are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nam56r_core.changes import Fix, Path, Plain, ReplaceText
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.rules import ALL
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.text import SourceText, TextEdit, apply_edits

ROUNDS = 200
"""More than any real recipe needs; fixes that undo each other end at a text seen before."""

BUDGET = 4 * 1024 * 1024
"""Bytes that are read again to try fixes: every fix is read back, and a huge file with thousands
of findings is no recipe. What is left is still reported."""

_ORDER = {rule.name: place for place, rule in enumerate(ALL)}

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

    @property
    def waits(self) -> bool:
        """Whether unsafe fixes wait until something is mended that could not be read."""
        applied_later = (
            fix.is_applied(unsafe=True)
            for one in self.left
            if not one.from_broken_syntax
            for fix in one.fixes
        )
        return any(one.from_broken_syntax for one in self.left) and any(applied_later)


def fix_all(tree: SyntaxTree, examine: Examine, *, unsafe: bool = False) -> Fixed:
    """Apply the first fix of every finding that the document itself holds; `unsafe` takes those
    that only an author can decide on as well. Such a fix may make another model: of what is
    found only after one, none is made, as a guess that rests on another takes out what was right.
    One that makes the recipe readable counts as none: what it brings to light was there."""
    applied: list[Applied] = []
    seen = {tree.source.data}
    found = tuple(examine(tree))
    left = BUDGET
    at_first: frozenset[_Known] | None = None
    for _ in range(ROUNDS):
        taken, edits = _choice(
            tree, found, unsafe=unsafe, among=at_first or frozenset(map(_known, found)), budget=left
        )
        after = _edited(tree, edits)
        if not taken or after.source.data in seen:
            break
        if at_first is None and any(_is_guess(one) for one in taken):
            at_first = frozenset(map(_known, found))
        left -= len(tree.source.data) * len(taken)
        seen.add(after.source.data)
        applied += taken
        tree = after
        found = tuple(examine(tree))
    return Fixed(tree, tuple(applied), found)


_Known = tuple[str, Path, tuple[Plain, ...]]
"""What a finding is, also after others were mended."""


def _known(diagnostic: Diagnostic) -> _Known:
    return diagnostic.code, diagnostic.about.path, diagnostic.about.identity


def _is_guess(applied: Applied) -> bool:
    """Whether a fix may have made another model; one that makes the recipe readable only brings
    to light what was there."""
    return not (applied.fix.safe or applied.diagnostic.from_broken_syntax)


def best_fix(
    tree: SyntaxTree, diagnostic: Diagnostic, *, unsafe: bool
) -> tuple[Fix, tuple[TextEdit, ...]] | None:
    """The first fix of a finding that may be applied, with its edits. Where it cannot be made
    nothing is: its alternatives were not meant."""
    fix = next((fix for fix in diagnostic.fixes if fix.is_applied(unsafe=unsafe)), None)
    edits = edits_of(tree, fix.changes) if fix else None
    return (fix, edits) if fix and edits else None


def edits_of_round(
    tree: SyntaxTree, found: Sequence[Diagnostic], *, unsafe: bool
) -> tuple[TextEdit, ...]:
    """The edits that one round makes."""
    among = frozenset(map(_known, found))
    return tuple(_choice(tree, found, unsafe=unsafe, among=among, budget=BUDGET)[1])


def _choice(
    tree: SyntaxTree,
    found: Sequence[Diagnostic],
    *,
    unsafe: bool,
    among: frozenset[_Known],
    budget: int,
) -> tuple[list[Applied], list[TextEdit]]:
    """The fixes of one round: those that are the first to be made, of which no two touch each
    other's text, nor change the same section (the last key that goes takes its section along). If
    together they break the document, only the first."""
    chosen: list[_Made] = []
    edits: list[TextEdit] = []
    changed: set[str | int] = set()
    made = list(_made(tree, found, unsafe=unsafe, among=among, budget=budget))
    first = min((one.turn for one in made), default=None)
    for one in made:
        if one.turn != first or any(_meet(new, old) for new in one.edits for old in edits):
            continue
        sections = set(_sections(one.applied.fix))
        if sections & changed:
            continue
        changed |= sections
        chosen.append(one)
        edits += one.edits
    if len(chosen) > 1 and len(_edited(tree, edits).problems) > len(tree.problems):
        chosen = chosen[:1]
        edits = list(chosen[0].edits)
    return [one.applied for one in chosen], edits


@dataclass(frozen=True, slots=True)
class _Made:
    """A fix that may be applied, with its edits."""

    applied: Applied
    edits: tuple[TextEdit, ...]

    @property
    def turn(self) -> int:
        """Safe fixes are made first, then the unsafe ones of one rule after the other, from what
        the file says to what follows from it: a fault makes other findings, and with it they go."""
        return 0 if self.applied.fix.safe else 1 + _ORDER.get(self.applied.diagnostic.code, 0)


def _made(
    tree: SyntaxTree,
    found: Sequence[Diagnostic],
    *,
    unsafe: bool,
    among: frozenset[_Known],
    budget: int,
) -> Iterator[_Made]:
    """The fix of each finding, an unsafe one only `among` these. While a part of the recipe
    could not be read, of the unsafe ones only those that mend it: others might write again, or take
    out, what is only misspelt."""
    is_unread = any(diagnostic.from_broken_syntax for diagnostic in found)
    for diagnostic in found:
        if diagnostic.location.source is not tree.source:
            continue
        budget -= len(tree.source.data) if diagnostic.fixes else 0
        if budget < 0:
            return
        may_be_unsafe = (
            unsafe
            and _known(diagnostic) in among
            and (diagnostic.from_broken_syntax or not is_unread)
        )
        best = best_fix(tree, diagnostic, unsafe=may_be_unsafe)
        if best is not None:
            yield _Made(Applied(diagnostic, best[0]), best[1])


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
    return tree.language.parse(SourceText(tree.source.name, data), tree)
