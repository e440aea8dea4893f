"""A plan as rows of layers, cut by pipeline stage: the order of things in every picture.

Rows hold whole repetitions of the authored pattern where they can, so that the tiling is seen.
Must not know sizes, colours, SVG or terminals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nam56r_core.plan.model import Layer, Plan
from nam56r_core.plural import counted

FULL_SIZE_LAYERS = 512
"""Stacks of more layers than this are drawn small."""

_MOST_IN_ROW = 16
_MOST_IN_SMALL_ROW = 40
_FEWEST_IN_FREE_ROW = 10
_MOST_TITLED_STAGES = 32
"""More stages than this get no line of their own; each break is marked in the row instead."""

Row = tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Rows that belong together: one pipeline segment with its `title`, or the whole stack
    without one."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Every layer once, in stack order.

    `per_row` is the longest a row may be. `period` is the number of letters after which the
    pattern begins again, 0 if it does not. `marks_stages`: too many stages for titles, so a mark
    stands where each begins. `remark` says what is drawn in another way than usual.
    """

    stages: tuple[Stage, ...]
    per_row: int
    period: int
    small: bool
    marks_stages: bool
    remark: str

    def rows(self) -> Iterator[Row]:
        for stage in self.stages:
            yield from stage.rows


def arrange(plan: Plan, per_row: int | None = None) -> Arrangement:
    """The rows of a plan; `per_row` makes two pictures line up."""
    small = len(plan.layers) > FULL_SIZE_LAYERS
    period = _period(plan)
    segments = _segments(plan)
    titled = 1 < len(segments) <= _MOST_TITLED_STAGES
    if per_row is None:
        longest = max(map(len, segments), default=1) if titled else len(plan.layers)
        per_row = _row_length(longest, period, _MOST_IN_SMALL_ROW if small else _MOST_IN_ROW)
    if titled:
        stages = [Stage(_title(segment), _rows(segment, per_row)) for segment in segments]
    else:
        stages = [Stage("", _rows(plan.layers, per_row))] if plan.layers else []
    remarks = []
    if small:
        remarks.append(f"{len(plan.layers)} layers are drawn small, without their numbers")
    marked = len(segments) > _MOST_TITLED_STAGES
    if marked:
        remarks.append(f"{len(segments)} pipeline segments: a bar marks where each begins")
    return Arrangement(tuple(stages), per_row, period, small, marked, "; ".join(remarks))


def begins_stage(layer: Layer, before: Layer | None) -> bool:
    """Whether a pipeline segment begins with a layer that is not the first."""
    return before is not None and _place(layer) != _place(before)


def _place(layer: Layer) -> tuple[int | None, int | None]:
    return (layer.pipeline_rank, layer.virtual_stage)


def _period(plan: Plan) -> int:
    """Letters in the pattern if it is repeated to fill the stack, else 0."""
    last = max((layer.letter_number for layer in plan.layers), default=0)
    return last if last < len(plan.layers) else 0


def _segments(plan: Plan) -> list[Row]:
    return [tuple(layers) for _, layers in groupby(plan.layers, key=_place)]


def _row_length(longest: int, period: int, most: int) -> int:
    """At most `most`; a whole segment, whole repetitions, or an even division, in this order."""
    if longest <= most:
        return max(longest, 1)
    if 0 < period <= most:
        return most - most % period
    even = (size for size in range(most, _FEWEST_IN_FREE_ROW - 1, -1) if longest % size == 0)
    return next(even, most)


def _rows(layers: Sequence[Layer], per_row: int) -> tuple[Row, ...]:
    return tuple(tuple(layers[start : start + per_row]) for start in range(0, len(layers), per_row))


def _title(segment: Row) -> str:
    first = segment[0]
    stage = f"pipeline rank {first.pipeline_rank} · virtual stage {first.virtual_stage}"
    return f"{stage} · {counted(len(segment), 'layer')}"
