"""One plan as an SVG document: the stack, what follows it, and what everything means.

Must not know where the document goes.
"""

from __future__ import annotations

from nam56r_core.analysis import Analysis
from nam56r_core.messages import plan as wording
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.picture import sections
from nam56r_core.picture.arrange import arrange
from nam56r_core.picture.boxes import MARGIN, WIDTH, Stack, draw_stack
from nam56r_core.picture.style import style_sheet
from nam56r_core.picture.svg import SANS, Canvas, shortened
from nam56r_core.plan.model import Plan
from nam56r_core.plural import counted

TOP = 42
BOTTOM = 20


def plan_picture(analysis: Analysis, theme: str = "auto") -> str:
    """The SVG of a plan, 800 units wide; `theme` is one of `style.THEMES`.

    Same analysis, same bytes.
    """
    canvas = Canvas()
    plan = analysis.plan
    y = sections.draw_heading(canvas, analysis, TOP)
    y = sections.draw_status_key(canvas, plan, y + 6)
    y = draw_plan_stack(canvas, plan, y)
    y = sections.draw_letters(canvas, plan, y)
    y = sections.draw_seams(canvas, plan, y)
    return canvas.document(
        WIDTH,
        round(y + BOTTOM),
        title=wording.heading(plan),
        description=description(analysis),
        style=style_sheet(theme),
    )


def draw_plan_stack(
    canvas: Canvas,
    plan: Plan,
    y: float,
    *,
    per_row: int | None = None,
    ringed: frozenset[int] = frozenset(),
) -> float:
    """A stack with its MTP part and its remarks; returns the height below."""
    arrangement = arrange(plan, per_row)
    y = draw_stack(canvas, Stack(arrangement, _reasons(plan, arrangement.small), ringed), y)
    y = sections.draw_mtp(canvas, plan, y)
    cut = f"pipeline: {wording.pipeline(plan.pipeline)}" if plan.pipeline.fault else ""
    empty = "" if plan.layers else "There is no layer to draw."
    for remark in filter(None, (empty, cut, arrangement.remark)):
        canvas.text(MARGIN, y + 16, shortened(remark, WIDTH - 2 * MARGIN, 12, SANS), "small muted")
        y += 20
    return y


def _reasons(plan: Plan, small: bool) -> dict[int, str]:
    """The reason of every layer, for its tooltip; left to the legend where there are too many."""
    if small:
        return {}
    return {layer.index: wording.reason(layer.verdict, plan) for layer in plan.layers}


def description(analysis: Analysis) -> str:
    """The picture in a few sentences, for those who do not see it."""
    plan = analysis.plan
    counts = ", ".join(f"{number} {status}" for status, number in plan.status_counts().items())
    letters = ", ".join(f"{letter} × {number}" for letter, number in plan.counts().items())
    why = refusal_words(analysis.refusal, plan.target) if analysis.refusal else ""
    verdict = f"Not runnable: {why}." if why else "Runnable."
    parts = [f"{counted(len(plan.layers), 'layer')}: {counts}.", verdict]
    if letters:
        parts.insert(1, f"Letters: {letters}.")
    if plan.mtp.depths:
        parts.append(f"MTP: {wording.mtp(plan)}.")
    return " ".join(parts)
