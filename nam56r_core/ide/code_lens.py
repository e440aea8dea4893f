"""Code lenses: above the first line, whether the recipe can run, and what can be done with it.

Must not know what the editor does for a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Plain
from nam56r_core.diagnostics import Severity
from nam56r_core.ide.view import View
from nam56r_core.layers import Status
from nam56r_core.messages.plan import STATUS_MARK
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.plural import counted
from nam56r_core.text import TextRange


class LensCommand(Enum):
    """What a click asks for; the values are names, not those that an editor registers."""

    PREVIEW_PLAN = "preview-plan"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class CodeLens:
    """A line above `range`; a click runs its command."""

    range: TextRange
    title: str
    command: LensCommand
    arguments: tuple[Plain, ...]


def code_lenses(view: View, document: str) -> tuple[CodeLens, ...]:
    """The lenses of a recipe, in the order in which they are shown. `document` is what the commands
    know it by (an editor's URI), handed through as their argument."""
    where = view.source.line_range(0)
    return (
        CodeLens(where, _status(view), LensCommand.PREVIEW_PLAN, (document,)),
        CodeLens(where, "preview plan", LensCommand.PREVIEW_PLAN, (document,)),
        CodeLens(where, "export", LensCommand.EXPORT, (document,)),
    )


def _status(view: View) -> str:
    """`◐ runnable on core_v0.19.0: 35 native, 17 custom · 1 warning`, or why it is not."""
    refusal = view.analysis.refusal
    warnings = sum(shown.severity is Severity.WARNING for shown in view.filtered.shown)
    if refusal is None:
        counts = view.plan.status_counts()
        mark = STATUS_MARK[Status.CUSTOM if view.plan.seams else Status.NATIVE]
        layers = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        title = f"{mark} runnable on {view.plan.target_name}: {layers}"
    else:
        where = f" on {view.plan.target_name}" if view.plan.target_name else ""
        why = refusal_words(refusal, view.plan.target)
        title = f"{STATUS_MARK[Status.BLOCKED]} not runnable{where}: {why}"
    if warnings:
        title += f" · {counted(warnings, 'warning')}"
    return title
