"""Code actions: the fixes of the findings in a range, accepting a finding by a comment, and what
can be done about a letter or the whole recipe.

They are listed without their edits: an editor asks with every move of the cursor, and trying an
edit reads the document again. Must not know any rule, nor how an editor applies actions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from nam56r_core.changes import SetValue
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.fixing import edits_of_round
from nam56r_core.ide.suppress import Reach, suppressing_edits
from nam56r_core.ide.view import View
from nam56r_core.layers import Status
from nam56r_core.syntax.edits import edits_of
from nam56r_core.targets.releases import Release
from nam56r_core.text import TextEdit, TextRange

MOST = 100
"""Actions that are listed for one range; nobody reads more."""

MOST_CURED = 10
"""Findings that one action names as those it is for."""


class ActionKind(Enum):
    """Where an editor lists an action."""

    QUICK_FIX = "quick fix"
    REWRITE = "rewrite"
    FIX_ALL = "fix all"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class CodeAction:
    """One thing that can be done to the recipe's own document, for some of its findings; an export
    has no `work`, as it writes files. A `preferred` action is a safe fix. `readings` is about how
    often the document is read to work its edits out."""

    title: str
    kind: ActionKind
    work: Callable[[], tuple[TextEdit, ...] | None] | None
    diagnostics: tuple[Diagnostic, ...] = ()
    preferred: bool = False
    readings: int = 1

    def edits(self) -> tuple[TextEdit, ...] | None:
        """The edits, tried on the text; None where it cannot be done without touching more."""
        return (self.work() if self.work else None) or None


def code_actions(
    view: View, within: TextRange, kinds: Collection[ActionKind] = tuple(ActionKind)
) -> tuple[CodeAction, ...]:
    """The actions of some kinds for a range: first those for its findings, in their order."""
    found: dict[Hashable, CodeAction] = {}
    for key, action in _all(view, within, frozenset(kinds)):
        known = found.get(key)
        if known is None and len(found) < MOST:
            found[key] = action
        elif known is not None and len(known.diagnostics) < MOST_CURED:
            both = (*known.diagnostics, *action.diagnostics)
            found[key] = replace(known, diagnostics=both)
    return tuple(found.values())


def _all(
    view: View, within: TextRange, kinds: frozenset[ActionKind]
) -> Iterator[tuple[Hashable, CodeAction]]:
    """Every action, and what makes two of them one: what they do."""
    if ActionKind.QUICK_FIX in kinds:
        for diagnostic in view.filtered.shown:
            if _is_at(view, diagnostic, within):
                yield from _fixes(view, diagnostic)
                yield from _suppressions(view, diagnostic)
            elif any(
                place.location.source is view.source and _touches(place.location.range, within)
                for place in diagnostic.related
            ):
                yield from _fixes(view, diagnostic)
    if ActionKind.REWRITE in kinds:
        yield from _retarget(view, within)
    if ActionKind.FIX_ALL in kinds:
        yield from _fix_all(view)
    if ActionKind.EXPORT in kinds:
        title = "Export the plan, the arguments and the launch script"
        yield title, CodeAction(title, ActionKind.EXPORT, None)


def _is_at(view: View, diagnostic: Diagnostic, within: TextRange) -> bool:
    return diagnostic.location.source is view.source and _touches(diagnostic.location.range, within)


def _touches(where: TextRange, within: TextRange) -> bool:
    """Whether a place is one that was asked about: a cursor is at what it stands before or behind,
    a selection holds only what it covers some of."""
    if where.length and within.length:
        return where.start < within.end and within.start < where.end
    return where.start <= within.end and within.start <= where.end


def _fixes(view: View, diagnostic: Diagnostic) -> Iterator[tuple[Hashable, CodeAction]]:
    for fix in diagnostic.fixes:
        yield (
            (fix.title, str(fix.changes)),
            CodeAction(
                fix.title,
                ActionKind.QUICK_FIX,
                partial(edits_of, view.tree, fix.changes),
                (diagnostic,),
                fix.safe,
                len(fix.changes),
            ),
        )


def _suppressions(view: View, diagnostic: Diagnostic) -> Iterator[tuple[Hashable, CodeAction]]:
    if view.language.comments is None:
        return
    line = view.source.line_of(diagnostic.location.range.start)
    for reach, where in ((Reach.LINE, "on this line"), (Reach.FILE, "in the whole file")):
        yield (
            (diagnostic.code, reach, line if reach is Reach.LINE else None),
            CodeAction(
                f"Accept `{diagnostic.code}` {where}, with a reason to write",
                ActionKind.QUICK_FIX,
                partial(suppressing_edits, view.tree, diagnostic, reach),
                (diagnostic,),
                readings=2,
            ),
        )


def _retarget(view: View, within: TextRange) -> Iterator[tuple[Hashable, CodeAction]]:
    """The first release that builds a custom letter from its own symbol."""
    target = view.facts.target
    if view.own_pattern is None or target is None:
        return
    offered: set[Release] = set()
    for letter in view.own_pattern.letters:
        if not _touches(letter.location.range, within):
            continue
        for layer in view.plan.layers_of(letter.letter_number):
            since = layer.verdict.native_since
            if layer.status is not Status.CUSTOM or since is None or since in offered:
                continue
            if not target.descends_from(since):
                offered.add(since)
                title = f"Retarget to {since.tag}, where `{letter.text}` is native"
                changes = (SetValue(("target",), since.tag),)
                work = partial(edits_of, view.tree, changes)
                yield title, CodeAction(title, ActionKind.REWRITE, work)


def _fix_all(view: View) -> Iterator[tuple[Hashable, CodeAction]]:
    shown = view.filtered.shown
    safe = sum(
        diagnostic.location.source is view.source and any(fix.safe for fix in diagnostic.fixes)
        for diagnostic in shown
    )
    if safe:
        title = "Apply all safe fixes"
        work = partial(edits_of_round, view.tree, shown, unsafe=False)
        yield title, CodeAction(title, ActionKind.FIX_ALL, work, readings=safe)
