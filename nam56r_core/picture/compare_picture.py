"""Two plans as one SVG document: both stacks with the changed layers ringed, and what changes.

Must not know where the document goes.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.analysis import Analysis
from nam56r_core.compare import sentences
from nam56r_core.compare.differ import compare
from nam56r_core.compare.model import Comparison
from nam56r_core.compare.sentences import Sentence
from nam56r_core.picture import sections
from nam56r_core.picture.arrange import arrange
from nam56r_core.picture.boxes import MARGIN, WIDTH
from nam56r_core.picture.plan_picture import BOTTOM, TOP, draw_plan_stack
from nam56r_core.picture.style import style_sheet
from nam56r_core.picture.svg import BOLD, SANS, Canvas, lines_of, shortened

_MOST_LINES = 24
"""Sentences of one kind; what is longer belongs in the text or the JSON document."""


def compare_picture(old: Analysis, new: Analysis, theme: str = "auto") -> str:
    """The SVG of a comparison, 800 units wide; `theme` is one of `style.THEMES`.

    Same analyses, same bytes.
    """
    comparison = compare(old, new)
    title = sentences.headline(comparison)
    canvas = Canvas()
    y: float = TOP
    for line in lines_of(title, sections.INNER, 20, BOLD, 2):
        canvas.text(MARGIN, y, line, "name")
        y += 25
    y = _summary(canvas, comparison, y - 2)
    per_row = max(arrange(analysis.plan).per_row for analysis in (old, new))
    changed = frozenset(change.index for change in comparison.layers)
    for analysis in (old, new):
        y = _side(canvas, analysis, changed, per_row, y)
    for name, told in sentences.SECTIONS:
        y = _section(canvas, name, list(told(comparison)), y)
    return canvas.document(
        WIDTH,
        round(y + BOTTOM),
        title=title,
        description=" ".join(f"{line}." for line in _lines(comparison)),
        style=style_sheet(theme),
    )


def _lines(comparison: Comparison) -> Iterator[str]:
    """What matters most, in a line each."""
    yield from (sentence.text for sentence in sentences.layers(comparison))
    if not comparison.layers:
        yield "no layer changes"
    yield sentences.verdict(comparison).text


def _summary(canvas: Canvas, comparison: Comparison, y: float) -> float:
    lines = list(_lines(comparison))
    for sentence in lines[:_MOST_LINES]:
        for line in lines_of(sentence, sections.INNER, 13, SANS, 3):
            canvas.text(MARGIN, y, line, "muted")
            y += 18
    return y - 4


def _side(
    canvas: Canvas, analysis: Analysis, changed: frozenset[int], per_row: int, y: float
) -> float:
    """One stack under its name and release."""
    plan = analysis.plan
    y = sections.rule(canvas, y)
    heading = f"{plan.target_name or 'no known target'} · {plan.name or 'recipe without a name'}"
    canvas.text(MARGIN, y + 8, shortened(heading, sections.INNER, 13, BOLD), "strong")
    y = sections.draw_verdict(canvas, analysis, y + 27)
    y = sections.draw_status_key(canvas, plan, y + 4)
    return draw_plan_stack(canvas, plan, y, per_row=per_row, ringed=changed)


def _section(canvas: Canvas, name: str, told: list[Sentence], y: float) -> float:
    if not told:
        return y
    y = sections.section(canvas, name, y)
    for sentence in told[:_MOST_LINES]:
        color = {True: "good", False: "bad", None: "muted"}[sentence.better]
        canvas.text(MARGIN + 4, y + 9.5, sentence.sign, f"strong mono {color}")
        y = _wrapped(canvas, sentence.text, MARGIN + 22, y, "small")
        for detail in sentence.details:
            y = _wrapped(canvas, detail, MARGIN + 40, y, "small muted")
        y += 3
    return sections.more(canvas, len(told) - _MOST_LINES, y)


def _wrapped(canvas: Canvas, text: str, left: float, y: float, kind: str) -> float:
    for line in lines_of(text, WIDTH - MARGIN - left, 12, SANS, 3):
        canvas.text(left, y + 9.5, line, kind)
        y += 16
    return y
