"""The parts of a picture around the stack: heading, keys, MTP, what each letter and seam means.

Each function draws from a height on and returns the height below what it drew. Must not
know how the layers themselves are drawn, nor what stands above or below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from nam56r_core.analysis import Analysis
from nam56r_core.layers import Family, Status
from nam56r_core.messages import plan as wording
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.picture.boxes import (
    KEY,
    LABELS,
    MARGIN,
    WIDTH,
    Face,
    draw_box,
    draw_mark,
    draw_part,
)
from nam56r_core.picture.svg import BOLD, SANS, Canvas, lines_of, shortened, text_width
from nam56r_core.plan.model import Plan, Verdict
from nam56r_core.plan.status import KIND_TITLE
from nam56r_core.plural import counted

INNER = WIDTH - 2 * MARGIN
_MOST_ENTRIES = 16
"""Entries of a legend; a recipe can hold any number of letters that are none."""

_MOST_LINES = 3
"""Lines of one text; what is longer belongs in the terminal."""

_NUMBERS = "number: layer number"
_GROUND = {Status.NATIVE: "solid", Status.CUSTOM: "hatched", Status.BLOCKED: "crossed"}


def draw_heading(canvas: Canvas, analysis: Analysis, y: float) -> float:
    """Name, target, and whether the recipe is runnable, or why not."""
    plan = analysis.plan
    name = plan.name or "recipe without a name"
    canvas.text(MARGIN, y, shortened(name, INNER, 20, BOLD), "name")
    words = [
        plan.target_name or "no known target",
        counted(len(plan.layers), "layer"),
        wording.authored(plan),
    ]
    y += 23
    for line in lines_of(" · ".join(words), INNER, 13, SANS, _MOST_LINES):
        canvas.text(MARGIN, y, line, "muted")
        y += 18
    return draw_verdict(canvas, analysis, y + 4)


def draw_verdict(canvas: Canvas, analysis: Analysis, y: float) -> float:
    """One line, or up to three with the reasons."""
    refusal = analysis.refusal
    if refusal is None:
        native = ", fully native" if analysis.plan.is_fully_native else ""
        canvas.text(MARGIN, y, f"Runnable{native}", "strong good")
        return y + 10
    why = refusal_words(refusal, analysis.plan.target)
    for line in lines_of(f"Not runnable: {why}", INNER, 13, BOLD, 3):
        canvas.text(MARGIN, y, line, "strong bad")
        y += 18
    return y - 8


def draw_status_key(canvas: Canvas, plan: Plan, y: float) -> float:
    """How each status looks, and how many layers have it."""
    counts = plan.status_counts()
    x: float = MARGIN
    for status in Status:
        face = Face("", Family.UNKNOWN, status)
        draw_box(canvas, KEY, x, y, face)
        with canvas.group({"class": "layer"}):
            draw_mark(canvas, x + KEY.width + 13, y + KEY.height / 2, status, 4.5)
        label = f"{counts[status.value]} {status.value} ({_GROUND[status]})"
        canvas.text(x + KEY.width + 23, y + 15.5, label, "")
        x += KEY.width + 23 + text_width(label, 13, SANS) + 24
    if plan.layers:
        right = WIDTH - MARGIN
        if x - 12 + text_width(_NUMBERS, 12, SANS) > right:
            y += KEY.height
        canvas.text(right, y + 15.5, _NUMBERS, "small muted end")
    return y + KEY.height + 14


def draw_mtp(canvas: Canvas, plan: Plan, y: float) -> float:
    """The part of one depth, and how often it follows the stack."""
    text = wording.mtp(plan)
    if not text:
        return y
    built = plan.mtp.built and plan.mtp.refused is None
    middle = y + 29.5
    canvas.text(MARGIN + LABELS - 10, middle, "MTP", "tiny muted end")
    bottom, right = draw_part(canvas, plan.mtp.pattern, y + 10, built=built, tooltip=text)
    lines = lines_of(text, WIDTH - MARGIN - right - 10, 12, SANS, _MOST_LINES)
    middle -= 8 * (min(len(lines), 2) - 1)
    for line in lines:
        canvas.text(right + 10, middle, line, "small")
        middle += 16
    return max(bottom, middle - 10) + 6


def draw_letters(canvas: Canvas, plan: Plan, y: float) -> float:
    """One entry per letter and verdict, in stack order: what it becomes, and why."""
    counts = Counter(layer.verdict for layer in plan.layers)
    families = {layer.verdict: layer.family for layer in plan.layers}
    if not counts:
        return y
    y = section(canvas, "Letters", y)
    for verdict in list(counts)[:_MOST_ENTRIES]:
        face = Face(verdict.letter, families[verdict], verdict.status)
        y = _entry(canvas, face, verdict, counts, plan, y)
    return more(canvas, len(counts) - _MOST_ENTRIES, y)


def _entry(
    canvas: Canvas,
    face: Face,
    verdict: Verdict,
    counts: Mapping[Verdict, int],
    plan: Plan,
    y: float,
) -> float:
    draw_box(canvas, KEY, MARGIN, y, face)
    left = MARGIN + KEY.width + 12
    title = f"{counts[verdict]} × {KIND_TITLE[verdict.kind] if verdict.kind else 'no layer'}"
    if verdict.symbol:
        title += f" → `{verdict.symbol}`" + (f" {verdict.builds}" if verdict.builds else "")
    state = f"{verdict.status.value}"
    canvas.text(left, y + 9.5, shortened(title, INNER - 160, 13, BOLD), "strong")
    canvas.text(WIDTH - MARGIN - 16, y + 9.5, state, "small end")
    with canvas.group({"class": "layer"}):
        draw_mark(canvas, WIDTH - MARGIN - 6, y + 5.5, verdict.status, 4.5)
    y += 9.5
    for line in lines_of(wording.reason(verdict, plan), WIDTH - MARGIN - left, 12, SANS, 3):
        y += 16
        canvas.text(left, y, line, "small muted")
    return y + 14


def draw_seams(canvas: Canvas, plan: Plan, y: float) -> float:
    """What the author's own code provides, or still has to."""
    if not plan.seams:
        return y
    y = section(canvas, "Seams: code that the author provides", y)
    left = MARGIN + KEY.width + 12
    for seam in plan.seams:
        status = Status.BLOCKED if wording.is_open(seam, plan) else Status.CUSTOM
        with canvas.group({"class": "layer"}):
            draw_mark(canvas, MARGIN + KEY.width / 2, y + 5.5, status, 4.5)
        text = f"{seam.name}: {wording.seam(seam, plan)}"
        for line in lines_of(text, WIDTH - MARGIN - left, 12, SANS, 3):
            canvas.text(left, y + 9.5, line, "small")
            y += 16
        y += 5
    return y


def section(canvas: Canvas, title: str, y: float) -> float:
    """A line across and a title under it."""
    y = rule(canvas, y)
    canvas.text(MARGIN, y + 8, title, "strong")
    return y + 22


def rule(canvas: Canvas, y: float) -> float:
    """A line across, with room above and below."""
    y += 14
    canvas.add("path", {"class": "rule", "d": f"M{MARGIN} {y:g}H{WIDTH - MARGIN}"})
    return y + 14


def more(canvas: Canvas, left_out: int, y: float) -> float:
    """A line for what is not shown, if anything is not."""
    if left_out <= 0:
        return y
    canvas.text(MARGIN, y + 9.5, f"and {left_out} more", "small muted")
    return y + 24
