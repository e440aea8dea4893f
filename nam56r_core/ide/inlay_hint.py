"""Inlay hints: behind a pattern, how many layers its letters become, and inside it, where pipeline
stages begin.

One short hint is behind the pattern: a cursor at its end must stay in sight. The tooltip has the
rest: why layers are not native, and the pattern that Megatron is given. An inherited pattern has no
place in this document, and so no hints. Must not know how hints are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from nam56r_core.ide.statuses import in_words
from nam56r_core.ide.view import View
from nam56r_core.layers import Status
from nam56r_core.messages.plan import pipeline, reason
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.plan.model import Layer, Plan
from nam56r_core.plan.reasons import LayerReason
from nam56r_core.plural import counted
from nam56r_core.syntax.pattern import AuthoredPattern
from nam56r_core.text import TextRange

_HEAD, _TAIL = 12, 8
"""Symbols of a lowered pattern that are shown at its ends; the tail holds the MTP parts."""

_LONGEST_COUNTS = 40
"""Characters of the counts of all letters; longer ones are summed up."""

_NAMED_STAGES = 4
"""Stages beginning at one letter whose layers a label names; a tooltip names more."""

_LISTED = 16
"""Lines of a tooltip, and stages of a stack that it counts up."""


@dataclass(frozen=True, slots=True)
class InlayHintOptions:
    """Which hints are wanted."""

    counts: bool = True
    stages: bool = True
    lowered: bool = True


class InlayHintKind(Enum):
    """What a hint tells; the values are the names of the options."""

    COUNTS = "counts"
    STAGES = "stages"
    LOWERED = "lowered"


@dataclass(frozen=True, slots=True)
class InlayHint:
    """Text shown before the byte `offset`; `tooltip` is Markdown. A stage begins behind its hint,
    the others follow what they are about."""

    offset: int
    label: str
    tooltip: str
    kind: InlayHintKind


def inlay_hints(
    view: View, options: InlayHintOptions | None = None, within: TextRange | None = None
) -> tuple[InlayHint, ...]:
    """The hints of a document in the order of the text, or those that stand in a part of it."""
    options = options or InlayHintOptions()
    pattern = view.own_pattern
    if pattern is None or not view.plan.layers:
        return ()
    hints: list[InlayHint] = []
    if options.stages:
        hints += _stages(view.plan, pattern)
    end = pattern.location.range.end
    if options.counts:
        hints.append(_counts(view, end, with_lowered=options.lowered))
    elif options.lowered:
        hints.append(InlayHint(end, _lowered_label(view), _lowered(view), InlayHintKind.LOWERED))
    return tuple(h for h in hints if within is None or within.touches(h.offset))


def _counts(view: View, offset: int, *, with_lowered: bool) -> InlayHint:
    """`13 A · 22 E · 13 M · 4 R`; the tooltip says what is not native, and why."""
    plan = view.plan
    label = " · ".join(f"{count} {letter}" for letter, count in plan.counts().items())
    label = " ".join(label.split())
    if len(label) > _LONGEST_COUNTS:
        label = counted(len(plan.layers), "layer")
    lines = [*_first(_reasons(plan)), *([_lowered(view)] if with_lowered else [])]
    return InlayHint(offset, label, "\n\n".join(lines), InlayHintKind.COUNTS)


def _reasons(plan: Plan) -> Iterator[str]:
    """Each letter with each verdict on it, once."""
    by_verdict: dict[tuple[str, LayerReason, Status], list[Layer]] = {}
    for layer in plan.layers:
        key = (layer.letter, layer.verdict.reason, layer.status)
        by_verdict.setdefault(key, []).append(layer)
    for (letter, _, _), layers in by_verdict.items():
        yield f"`{letter}`: {in_words(layers)}; {reason(layers[0].verdict, plan)}"


def _stages(plan: Plan, pattern: AuthoredPattern) -> Iterator[InlayHint]:
    """One hint before each letter at which pipeline stages begin; a tiled letter is several layers,
    so that several can."""
    if len(plan.pipeline.segments) < 2:
        return
    begins: dict[int, list[_Stage]] = {}
    first = 0
    for number, length in enumerate(plan.pipeline.segments):
        stage = _Stage(number % plan.pipeline.size, number // plan.pipeline.size, first, length)
        begins.setdefault(plan.layers[first].letter_number, []).append(stage)
        first += length
    tiled = len(plan.layers) > len(pattern.letters)
    for letter_number, stages in sorted(begins.items()):
        lines = [stage.sentence(plan.pipeline.virtual_size) for stage in stages]
        if len(plan.pipeline.segments) <= _LISTED:
            lines.append(f"The whole stack: {pipeline(plan.pipeline)}.")
        yield InlayHint(
            pattern.letters[letter_number - 1].location.range.start,
            _stage_label(stages, plan.pipeline.virtual_size, tiled),
            "\n\n".join(_first(lines)),
            InlayHintKind.STAGES,
        )


@dataclass(frozen=True, slots=True)
class _Stage:
    """One segment of the stack; all but `length` count from 0."""

    rank: int
    virtual_stage: int
    first_index: int
    length: int

    def name(self, virtual_size: int) -> str:
        return f"rank {self.rank}" + (f" vpp {self.virtual_stage}" if virtual_size > 1 else "")

    def sentence(self, virtual_size: int) -> str:
        virtual = f", virtual stage {self.virtual_stage}," if virtual_size > 1 else ""
        first, last = self.first_index + 1, self.first_index + self.length
        numbers = f"layer {first}" if first == last else f"layers {first} to {last}"
        return f"Pipeline rank {self.rank}{virtual} builds {numbers}."


def _stage_label(stages: Sequence[_Stage], virtual_size: int, tiled: bool) -> str:
    numbers = ", ".join(str(stage.first_index + 1) for stage in stages[:_NAMED_STAGES])
    if len(stages) > 1:
        more = ", …" if len(stages) > _NAMED_STAGES else ""
        return f"{len(stages)} stages from layers {numbers}{more}:"
    name = stages[0].name(virtual_size)
    return f"{name} from layer {numbers}:" if tiled else f"{name}:"


def _lowered_label(view: View) -> str:
    """`→ *EME…EME/*-`, or that Megatron is given no pattern."""
    pattern = view.plan.hybrid_layer_pattern
    if pattern is None or view.analysis.refusal is not None:
        return "→ withheld"
    return f"→ {_shortened(pattern)}"


def _lowered(view: View) -> str:
    """The pattern that Megatron is given, or why it is given none."""
    plan, refusal = view.plan, view.analysis.refusal
    pattern = plan.hybrid_layer_pattern
    if pattern is None or refusal is not None:
        why = refusal_words(refusal, plan.target) if refusal else ""
        return (
            f"Megatron is given no pattern: {why}.\n\n"
            f"Layer by layer the stack is `{plan.translated_pattern}`."
        )
    flag = view.catalog.pattern.flag if view.catalog else ""
    return f"`{flag}` for {plan.target_name}: `{pattern}`"


def _shortened(pattern: str) -> str:
    if len(pattern) <= _HEAD + _TAIL + 1:
        return pattern
    return f"{pattern[:_HEAD]}…{pattern[-_TAIL:]}"


def _first(lines: Iterator[str] | Sequence[str]) -> list[str]:
    """As many lines as a tooltip can show."""
    every = list(lines)
    left = len(every) - _LISTED
    return every if left <= 0 else [*every[:_LISTED], f"… and {left} more."]
