"""Code actions: the fixes of the findings in a range, accepting a finding by a comment, and what
can be done about a letter or the whole recipe.

Must not know any rule, nor how an editor applies actions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import SetValue
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.fixing import edits_of_round
from nam56r_core.ide.suppress import suppressing_edits
from nam56r_core.ide.view import View
from nam56r_core.layers import Status
from nam56r_core.syntax.edit import edits_of
from nam56r_core.targets.releases import Release, release_of
from nam56r_core.text import TextEdit, TextRange


class ActionKind(Enum):
    """Where an editor lists an action."""

    QUICK_FIX = "quick fix"
    REWRITE = "rewrite"
    FIX_ALL = "fix all"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class CodeAction:
    """One thing that can be done: `edits` are of the recipe's own document; an export has none, as
    it writes files. A `preferred` action is a safe fix."""

    title: str
    kind: ActionKind
    edits: tuple[TextEdit, ...] = ()
    diagnostic: Diagnostic | None = None
    preferred: bool = False


def code_actions(view: View, within: TextRange) -> tuple[CodeAction, ...]:
    """The actions for a range: first those for its findings, in the order of the findings."""
    here = [shown for shown in view.screened.shown if _touches(view, shown, within)]
    about = (
        action
        for diagnostic in here
        for action in (*_fixes(view, diagnostic), *_suppression(view, diagnostic))
    )
    return (*about, *_retarget(view, within), *_whole(view))


def _touches(view: View, diagnostic: Diagnostic, within: TextRange) -> bool:
    where = diagnostic.location.range
    own = diagnostic.location.source is view.source
    return own and where.start <= within.end and within.start <= where.end


def _fixes(view: View, diagnostic: Diagnostic) -> Iterator[CodeAction]:
    for fix in diagnostic.fixes:
        edits = edits_of(view.tree, fix.changes)
        if edits:
            yield CodeAction(fix.title, ActionKind.QUICK_FIX, edits, diagnostic, fix.safe)


def _suppression(view: View, diagnostic: Diagnostic) -> Iterator[CodeAction]:
    edits = suppressing_edits(view.tree, diagnostic)
    if edits:
        title = f"Accept `{diagnostic.code}` here, with a reason to write"
        yield CodeAction(title, ActionKind.QUICK_FIX, edits, diagnostic)


def _retarget(view: View, within: TextRange) -> Iterator[CodeAction]:
    """The first release that builds a custom letter from its own symbol."""
    if view.own_pattern is None or view.catalog is None:
        return
    offered: set[Release] = set()
    for letter in view.own_pattern.letters:
        where = letter.location.range
        if not (where.start <= within.end and within.start <= where.end):
            continue
        for layer in view.plan.layers_of(letter.letter_number):
            since = layer.verdict.native_since
            if layer.status is not Status.CUSTOM or since is None or since in offered:
                continue
            if release_of(view.catalog) < since:
                offered.add(since)
                edits = edits_of(view.tree, (SetValue(("target",), since.tag),))
                if edits:
                    title = f"Retarget to {since.tag}, where `{letter.text}` is native"
                    yield CodeAction(title, ActionKind.REWRITE, edits)


def _whole(view: View) -> Iterator[CodeAction]:
    edits = edits_of_round(view.tree, view.screened.shown, unsafe=False)
    if edits:
        yield CodeAction("Apply all safe fixes", ActionKind.FIX_ALL, edits)
    yield CodeAction("Export the plan, the arguments and the launch script", ActionKind.EXPORT)
