"""Drawing layers: a box with its letter, symbol, number and status, and rows of boxes.

The status is said three times without colour: by the ground (solid, hatched, crossed), by the
mark in the corner (full, half, empty circle), and by the tooltip. Must not know where on the
picture they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nam56r_core.layers import Family, Status
from nam56r_core.picture.arrange import Arrangement, Row, begins_stage
from nam56r_core.picture.palette import css_name
from nam56r_core.picture.svg import SANS, Canvas, Number, number, shortened, text_width
from nam56r_core.plan.model import Layer
from nam56r_core.plan.status import FAMILY_TITLE

WIDTH = 800
MARGIN = 24
LABELS = 58
"""Room for the layer numbers on the left of each row."""

_TAG_HEIGHT = 12
_HATCH_STEP = 7
_MOST_PART = 14


@dataclass(frozen=True, slots=True)
class Size:
    """How large boxes are: `pitch` from one to the next."""

    pitch: float
    width: float
    height: float
    small: bool = False

    @classmethod
    def of(cls, arrangement: Arrangement) -> Size:
        room = WIDTH - 2 * MARGIN - LABELS
        if arrangement.small:
            pitch = room / max(arrangement.per_row, 40)
            return cls(pitch, pitch - 2, 16, True)
        pitch = min(room / arrangement.per_row, 57)
        return cls(pitch, pitch - 6, 50)


KEY = Size(34, 28, 22, True)
"""Boxes in a legend."""


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a box; `number` and `symbol` are left out where they are empty."""

    letter: str
    family: Family
    status: Status
    symbol: str = ""
    number: str = ""
    tags: tuple[str, ...] = ()
    tooltip: str = ""


def face_of(layer: Layer, *, reason: str) -> Face:
    """The box of a layer; `reason` goes into its tooltip."""
    verdict = layer.verdict
    builds = f", builds {verdict.builds}" if verdict.builds else ""
    symbol = f"`{verdict.symbol}`{builds}" if verdict.symbol else "no symbol"
    where = f"layer number {layer.layer_number} (index {layer.index})"
    lines = [
        f"{layer.letter} · {where} · {FAMILY_TITLE[layer.family]} rank {layer.family_rank}",
        f"{layer.status.value}: {reason or symbol}",
    ]
    if reason:
        lines.append(f"Megatron symbol: {symbol}")
    if layer.pipeline_rank:
        lines.append(f"pipeline rank {layer.pipeline_rank}, virtual stage {layer.virtual_stage}")
    if layer.features:
        lines.append("features: " + ", ".join(layer.features))
    return Face(
        layer.letter,
        layer.family,
        layer.status,
        verdict.symbol or "",
        str(layer.layer_number),
        layer.features,
        "; ".join(lines),
    )


def data_of(layer: Layer) -> Mapping[str, str | Number]:
    """What a page with scripts finds a layer by; the index counts from 0."""
    return {
        "data-layer": layer.index,
        "data-layer-number": layer.layer_number,
        "data-letter": layer.letter,
        "data-letter-number": layer.letter_number,
        "data-status": layer.status.value,
    }


def draw_box(
    canvas: Canvas,
    size: Size,
    x: float,
    y: float,
    face: Face,
    data: Mapping[str, str | Number] | None = None,
    *,
    ringed: bool = False,
) -> None:
    """One box with its upper left corner at a point."""
    kinds = f"layer {css_name(face.family)} {face.status.value}"
    with canvas.group({"class": kinds, **(data or {})}):
        if face.tooltip:
            canvas.add("title", {}, face.tooltip)
        radius = 3 if size.small else 6
        rect = {"x": x, "y": y, "width": size.width, "height": size.height, "rx": radius}
        canvas.add("rect", {"class": "box", **rect})
        _ground(canvas, size, x, y, face.status)
        middle = x + size.width / 2
        if size.small:
            canvas.text(middle, y + size.height / 2 + 3.6, face.letter, "little")
        else:
            canvas.text(middle, y + 30, face.letter, "letter")
            canvas.text(middle, y + 44.5, face.symbol, "symbol")
            canvas.text(x + 5, y + 11.5, face.number, "number")
            draw_mark(canvas, x + size.width - 8, y + 8.5, face.status, 3.8)
        _tags(canvas, size, x, y + size.height, face.tags)
    if ringed:
        _ring(canvas, size, x, y, radius)


def _ground(canvas: Canvas, size: Size, x: float, y: float, status: Status) -> None:
    if status is Status.CUSTOM:
        step = 4.5 if size.small else _HATCH_STEP
        canvas.add("path", {"class": "hatch", "d": _hatching(x, y, size, step)})
    elif status is Status.BLOCKED:
        # Below the letter, where a symbol would stand; behind it if the box is small.
        middle = y + (size.height / 2 if size.small else 40)
        wide = size.width / 2 - 3 if size.small else 4.5
        high = size.height / 2 - 3 if size.small else 4.5
        left, right = x + size.width / 2 - wide, x + size.width / 2 + wide
        rising = f"M{_at(left, middle + high)}L{_at(right, middle - high)}"
        falling = f"M{_at(left, middle - high)}L{_at(right, middle + high)}"
        kind = "hatch" if size.small else "cross"
        canvas.add("path", {"class": kind, "d": rising + falling})


def _hatching(x: float, y: float, size: Size, step: float) -> str:
    """Diagonals that end at the box, without a clipping path (which would need an id)."""
    left, top, width, height = x + 1, y + 1, size.width - 2, size.height - 2
    parts = []
    along = step
    while along < width + height:
        start = _at(left + max(0, along - height), top + min(along, height))
        end = _at(left + min(along, width), top + max(0, along - width))
        parts.append(f"M{start}L{end}")
        along += step
    return "".join(parts)


def _at(x: float, y: float) -> str:
    return f"{x:.1f} {y:.1f}".replace(".0", "")


def draw_mark(canvas: Canvas, x: float, y: float, status: Status, radius: float) -> None:
    """The full, half or empty circle of a status, around a point."""
    if status is Status.NATIVE:
        canvas.add("circle", {"class": "fill", "cx": x, "cy": y, "r": radius})
        return
    inner = radius - 0.4
    canvas.add("circle", {"class": "line", "cx": x, "cy": y, "r": inner})
    if status is Status.CUSTOM:
        half = f"M{_at(x, y - inner)}A{inner:.1f} {inner:.1f} 0 0 0 {_at(x, y + inner)}Z"
        canvas.add("path", {"class": "fill", "d": half})


def _tags(canvas: Canvas, size: Size, x: float, bottom: float, tags: tuple[str, ...]) -> None:
    """The features of a layer: a label each, or a dot where there is no room for words."""
    if not tags:
        return
    if size.small:
        canvas.add("circle", {"class": "fill", "cx": x + size.width - 2.5, "cy": bottom - 2.5,
                              "r": 1.8})  # fmt: skip
        return
    for row, tag in enumerate(tags):
        top = bottom + 4.5 + row * _TAG_HEIGHT
        label = shortened(tag, size.width - 4, 9, SANS)
        width = min(text_width(label, 9, SANS) + 8, size.width)
        left = x + (size.width - width) / 2
        canvas.add("rect", {"class": "tag", "x": left, "y": top, "width": width, "height": 11,
                            "rx": 5.5})  # fmt: skip
        canvas.text(x + size.width / 2, top + 8.3, label, "tagged")


def _ring(canvas: Canvas, size: Size, x: float, y: float, radius: float) -> None:
    out = 1 if size.small else 2
    rect = {
        "x": x - out,
        "y": y - out,
        "width": size.width + 2 * out,
        "height": size.height + 2 * out,
        "rx": radius + out,
    }
    canvas.add("rect", {"class": "ring", **rect})


@dataclass(frozen=True, slots=True)
class Stack:
    """All that is needed to draw a stack: `reasons` by layer index go into the tooltips, layers in
    `ringed` get a ring."""

    arrangement: Arrangement
    reasons: Mapping[int, str]
    ringed: frozenset[int] = frozenset()


def draw_stack(canvas: Canvas, stack: Stack, y: float) -> float:
    """Every row of a stack from a height on; returns the height below it."""
    arrangement = stack.arrangement
    size = Size.of(arrangement)
    before: Layer | None = None
    for stage in arrangement.stages:
        if stage.title:
            canvas.text(MARGIN, y + 12, stage.title, "small strong")
            canvas.add("path", {"class": "rule", "d": f"M{MARGIN} {number(y + 18.5)}"
                                f"H{WIDTH - MARGIN}"})  # fmt: skip
            y += 26
        for row in stage.rows:
            y = _draw_row(canvas, stack, size, row, before, y)
            before = row[-1]
        y += 8 if stage.title else 0
    return y


def _draw_row(
    canvas: Canvas, stack: Stack, size: Size, row: Row, before: Layer | None, y: float
) -> float:
    left = MARGIN + LABELS
    top = y if size.small else y + 7
    label = str(row[0].layer_number)
    if len(row) > 1:
        label += f"–{row[-1].layer_number}"
    canvas.text(left - 10, top + size.height / 2 + 4, label, "tiny muted end mono")
    titled = bool(stack.arrangement.stages[0].title)
    if stack.arrangement.period and not size.small:
        _repetitions(canvas, size, row, left, top - 5)
    for column, layer in enumerate(row):
        x = left + column * size.pitch
        face = face_of(layer, reason=stack.reasons.get(layer.index, ""))
        draw_box(canvas, size, x, top, face, data_of(layer), ringed=layer.index in stack.ringed)
        if not titled and begins_stage(layer, before):
            bar = x - (size.pitch - size.width) / 2
            canvas.add("path", {"class": "bar", "d": f"M{number(bar)} {number(top - 3)}"
                                f"V{number(top + size.height + 3)}"})  # fmt: skip
        before = layer
    tags = 0 if size.small else max(len(layer.features) for layer in row)
    return top + size.height + tags * _TAG_HEIGHT + (3 if size.small else 9)


def _repetitions(canvas: Canvas, size: Size, row: Row, left: float, y: float) -> None:
    """A line over each repetition of the pattern, interrupted where the next one begins."""
    start = 0
    for column in range(len(row)):
        last = column == len(row) - 1
        if last or row[column + 1].letter_number == 1:
            a, b = left + start * size.pitch + 1, left + column * size.pitch + size.width - 1
            # Open on a side on which the repetition goes on in another row.
            opens = f"V{number(y + 3)}" if row[start].letter_number == 1 else ""
            path = f"M{number(a)} {number(y)}{opens}M{number(a)} {number(y)}"
            canvas.add("path", {"class": "span", "d": f"{path}H{number(b)}"})
            start = column + 1


def draw_part(
    canvas: Canvas, part: str, y: float, *, built: bool, tooltip: str
) -> tuple[float, float]:
    """The symbols of an MTP part, which have no authored letter and no number; returns the heights
    below and the place to the right of it."""
    size = Size(30, 26, 30, True)
    shown = part if len(part) <= _MOST_PART else part[: _MOST_PART - 1] + "…"
    status = Status.NATIVE if built else Status.BLOCKED
    x: float = MARGIN + LABELS
    for char in shown:
        rect = {"x": x, "y": y, "width": size.width, "height": size.height, "rx": 5}
        with canvas.group({"class": f"part {status.value}"}):
            canvas.add("title", {}, tooltip)
            canvas.add("rect", {"class": "box", **rect})
            _ground(canvas, size, x, y, status)
            canvas.text(x + size.width / 2, y + 19.5, char, "symbol strong")
        x += size.pitch
    return y + size.height, x
