"""A plan as a small picture of text: letters in rows, the symbol and the status under each.

Must not know streams, nor how a plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.analysis import Analysis
from nam56r_core.layers import Status
from nam56r_core.messages import plan as wording
from nam56r_core.picture.arrange import Arrangement, Row, arrange, begins_stage
from nam56r_core.picture.palette import HUES
from nam56r_core.plan.model import Layer, Plan
from nam56r_core.plan.status import FAMILY_TITLE
from nam56r_core.syntax.pattern import STAGE_BREAK
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.plan_table import COLOR, ascii_only, heading, mark_of, no_symbol
from nam56r_server.cli.output.width import pad, text_width, visible
from nam56r_server.cli.output.wrap import labelled


def plan_strip(analysis: Analysis, name: str, style: Style, width: int) -> str:
    """The whole text, at most `width` columns wide where the rows allow it."""
    plan = analysis.plan
    arrangement = arrange(plan)
    parts = [
        heading(analysis, name, style, width),
        "".join(line + "\n" for line in _stack(arrangement, style)),
        "".join(line + "\n" for line in _remarks(plan, arrangement, style, width)),
    ]
    text = "\n".join(part for part in parts if part)
    return text if style.unicode else ascii_only(text)


def _stack(arrangement: Arrangement, style: Style) -> Iterator[str]:
    labels = {row[0].index: _label(row, style) for row in arrangement.rows()}
    indent = max((len(label) for label in labels.values()), default=0)
    before: Layer | None = None
    for number, stage in enumerate(arrangement.stages):
        if number:
            yield ""
        if stage.title:
            yield style.paint(stage.title, "bold")
        for place, row in enumerate(stage.rows):
            if place:
                yield ""
            label = labels[row[0].index].rjust(indent)
            yield from _row(row, label, before, style, titled=bool(stage.title))
            before = row[-1]


def _label(row: Row, style: Style) -> str:
    dash = "–" if style.unicode else "-"
    first, last = row[0].layer_number, row[-1].layer_number
    return str(first) if first == last else f"{first}{dash}{last}"


def _row(
    row: Row, label: str, before: Layer | None, style: Style, *, titled: bool
) -> Iterator[str]:
    """Three lines: letters in the colour of their family, symbols, marks in that of their status.

    A bar stands where a stage without a title begins.
    """
    gaps = []
    for layer in row:
        gaps.append(STAGE_BREAK if not titled and begins_stage(layer, before) else " ")
        before = layer
    lines = (
        [visible(layer.letter) for layer in row],
        [visible(layer.verdict.symbol or no_symbol(style)) for layer in row],
        [mark_of(layer.status, style) for layer in row],
    )
    for number, cells in enumerate(lines):
        start = label if number == 0 else " " * len(label)
        parts = []
        for layer, gap, cell in zip(row, gaps, cells, strict=True):
            width = max(text_width(visible(layer.letter)), 1)
            padding = " " * (width - text_width(cell))
            if number == 0:
                cell = style.tint(cell, HUES[layer.family])
            elif number == 2:
                cell = style.paint(cell, COLOR[layer.status])
            parts.append(gap + cell + padding)
        yield (start + " " + "".join(parts)).rstrip()


def _remarks(plan: Plan, arrangement: Arrangement, style: Style, width: int) -> Iterator[str]:
    """What the rows do not show: what their numbers count, MTP, features, faults, and what the
    letters stand for."""
    first = next(arrangement.rows(), None)
    entries = [(_label(first, style), "layer numbers, from 1")] if first else []
    if plan.mtp.depths:
        entries.append(("mtp", wording.mtp(plan)))
    if plan.pipeline.fault:
        entries.append(("pipeline", wording.pipeline(plan.pipeline)))
    features: dict[str, list[int]] = {}
    for layer in plan.layers:
        for feature in layer.features:
            features.setdefault(feature, []).append(layer.index)
    for feature, indices in features.items():
        entries.append((feature, f"at layer numbers {wording.layer_numbers(indices)}"))
    counts: dict[str, dict[Status, int]] = {}
    for layer in plan.layers:
        by_status = counts.setdefault(layer.letter, {})
        by_status[layer.status] = by_status.get(layer.status, 0) + 1
    families = {layer.letter: layer.family for layer in plan.layers}
    for letter, by_status in counts.items():
        told = ", ".join(f"{number} {status.value}" for status, number in by_status.items())
        entries.append((letter, f"{FAMILY_TITLE[families[letter]]}: {told}"))
    if arrangement.marks_stages:
        entries.append(("", arrangement.remark))
    label = max((text_width(visible(name)) for name, _ in entries), default=0)
    for name, text in entries:
        yield from labelled(pad(visible(name), label), text, label, width)
