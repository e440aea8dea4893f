"""compare(): the differences between two analyses, found piece by piece.

Layers are matched by index, seams by name, arguments by option, findings and notes by what they
are about. Values are compared, never words, which may name the release. Must not know how a
difference itself is worded.
"""

from __future__ import annotations

import shlex
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeVar

from nam56r_core.analysis import Analysis
from nam56r_core.compare.model import (
    ArgChange,
    Comparison,
    FindingChange,
    LayerChange,
    LayerState,
    Pending,
    SeamChange,
    SeamStep,
    Side,
    ValueChange,
    WithheldChange,
    state_of,
)
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.export.bundle import Bundle, Withheld
from nam56r_core.messages import plan as wording
from nam56r_core.plan.model import Plan, Seam

T = TypeVar("T")


def compare(old: Analysis, new: Analysis) -> Comparison:
    """What somebody meets who goes from one analysis to the other."""
    notes_removed, notes_added = _apart(
        [(note, note.text) for note in old.bundle.notes],
        [(note, note.text) for note in new.bundle.notes],
    )
    pairs = _pairs(old.diagnostics, new.diagnostics, _name, _facts_of)
    findings = tuple(pairs)
    old_states, new_states = _states(old.plan), _states(new.plan)
    return Comparison(
        old=_side(old),
        new=_side(new),
        layers=tuple(_layers(old_states, new_states)),
        seams=tuple(_seams(old.plan, new.plan)),
        values=tuple(_values(old, new)),
        args=tuple(_args(old.bundle, new.bundle)),
        withheld=tuple(_withheld(old.bundle, new.bundle)),
        notes_added=notes_added,
        notes_removed=notes_removed,
        appeared=tuple(after for before, after in findings if before is None and after),
        disappeared=tuple(before for before, after in findings if after is None and before),
        changed=tuple(
            FindingChange(before, after) for before, after in findings if before and after
        ),
        pending=tuple(_pending(new_states)),
    )


def _side(analysis: Analysis) -> Side:
    plan = analysis.plan
    return Side(
        name=plan.name,
        target=plan.target,
        refusal=analysis.refusal,
        fully_native=plan.is_fully_native,
        layer_count=len(plan.layers),
        status_counts=plan.status_counts(),
    )


def _states(plan: Plan) -> list[LayerState]:
    verdicts = dict.fromkeys(layer.verdict for layer in plan.layers)
    later = {verdict: plan.native_later(verdict) for verdict in verdicts}
    return [state_of(layer, later[layer.verdict]) for layer in plan.layers]


def _layers(old: Sequence[LayerState], new: Sequence[LayerState]) -> Iterator[LayerChange]:
    for index, (before, after) in enumerate(zip_longest(old, new)):
        if before != after:
            yield LayerChange(index, before, after)


def _pending(states: Sequence[LayerState]) -> Iterator[Pending]:
    waiting = Counter((state.letter, state.kind, state.native_later) for state in states)
    for (letter, kind, later), count in waiting.items():
        if kind is not None and later is not None:
            yield Pending(letter, kind, count, later)


def _seams(old: Plan, new: Plan) -> Iterator[SeamChange]:
    before = {seam.name: seam for seam in old.seams}
    after = {seam.name: seam for seam in new.seams}
    for name in dict.fromkeys((*before, *after)):
        left, right = before.get(name), after.get(name)
        step = _step(left, old, right, new)
        if step is not None:
            yield SeamChange(name, step, left, right)


def _step(left: Seam | None, old: Plan, right: Seam | None, new: Plan) -> SeamStep | None:
    if left is None or right is None:
        return SeamStep.NEEDED if left is None else SeamStep.GONE
    opened = wording.is_open(right, new)
    if wording.is_open(left, old) != opened:
        return SeamStep.OPEN if opened else SeamStep.DECLARED
    parts = [
        (seam.letters, seam.layers, seam.carrier, seam.provided_by, seam.missing)
        for seam in (left, right)
    ]
    return SeamStep.CHANGED if parts[0] != parts[1] else None


def _values(old: Analysis, new: Analysis) -> Iterator[ValueChange]:
    """What is true of the whole."""
    before = {fact.name: fact for fact in _facts(old)}
    after = {fact.name: fact for fact in _facts(new)}
    for name in dict.fromkeys((*before, *after)):
        left, right = before.get(name), after.get(name)
        if left != right:
            yield ValueChange(name, left.words if left else None, right.words if right else None)


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that is true of an analysis: its value, which decides whether it changed, and its
    words, which may name the release."""

    name: str
    value: Hashable
    words: str = field(compare=False)


def _facts(analysis: Analysis) -> Iterator[_Fact]:
    plan, bundle = analysis.plan, analysis.bundle
    cut, mtp, launch = plan.pipeline, plan.mtp, bundle.launch
    texts = [
        ("authored pattern", plan.pattern),
        ("translated pattern", plan.translated_pattern),
        ("pipeline", wording.pipeline(cut) if wording.is_cut(cut) else ""),
        ("entry script", bundle.entry_script),
    ]
    yield from (_Fact(name, text, text) for name, text in texts if text)
    if mtp.depths:
        parts = (mtp.depths, mtp.pattern, mtp.refused or mtp.reason)
        yield _Fact("mtp", parts, wording.mtp(plan))
    if launch.graph_capture:
        tokens = tuple(token for arg in launch.graph_capture for token in arg.tokens)
        yield _Fact("graph capture", tokens, shlex.join(tokens))
    for name, number in (("nodes", launch.nnodes), ("processes per node", launch.nproc_per_node)):
        if number is not None:
            yield _Fact(name, number, str(number))
    for name, value in launch.environment:
        yield _Fact(f"environment {name}", value, value)


def _args(old: Bundle, new: Bundle) -> Iterator[ArgChange]:
    before = {arg.option: arg.tokens for arg in old.args}
    after = {arg.option: arg.tokens for arg in new.args}
    for option in dict.fromkeys((*before, *after)):
        if before.get(option) != after.get(option):
            yield ArgChange(option, before.get(option), after.get(option))


def _withheld(old: Bundle, new: Bundle) -> Iterator[WithheldChange]:
    for left, right in _pairs(old.withheld, new.withheld, _setting, _state_of):
        yield WithheldChange(left, right)


def _setting(item: Withheld) -> Hashable:
    """What a setting is known by: its key, as releases name one option differently; an item of a
    list by its option, as its position says nothing."""
    path = item.place.path
    return (path[:-1], item.option) if isinstance(path[-1], int) else path


def _state_of(item: Withheld) -> Hashable:
    # What else the parser takes depends on the release, and is as true of a value that stays.
    problem = (item.problem.kind, item.problem.value) if item.problem else None
    return item.option, item.cause, item.detail, problem, item.values


def _name(found: Diagnostic) -> Hashable:
    return found.code, found.about.path, found.about.identity


def _facts_of(found: Diagnostic) -> Hashable:
    return found.about.evidence


def _pairs(
    old: Sequence[T],
    new: Sequence[T],
    name: Callable[[T], Hashable],
    state: Callable[[T], Hashable],
) -> Iterator[tuple[T | None, T | None]]:
    """What is not the same on both sides, by its name: old beside new, or one of them alone. Of
    several with one name those in equal states are the same, the others are paired in their
    order."""
    gone, come = _apart(
        [((name(item), state(item)), item) for item in old],
        [((name(item), state(item)), item) for item in new],
    )
    left = dict(enumerate(come))
    waiting: dict[Hashable, deque[int]] = {}
    for at, item in left.items():
        waiting.setdefault(name(item), deque()).append(at)
    for item in gone:
        same = waiting.get(name(item))
        yield item, left.pop(same.popleft()) if same else None
    for item in left.values():
        yield None, item


def _apart(
    old: Sequence[tuple[Hashable, T]], new: Sequence[tuple[Hashable, T]]
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """What only the old has and what only the new has, by what is beside each; one that comes
    twice must be met twice."""
    return _beyond(old, new), _beyond(new, old)


def _beyond(
    having: Sequence[tuple[Hashable, T]], lacking: Sequence[tuple[Hashable, T]]
) -> tuple[T, ...]:
    met = Counter(name for name, _ in lacking)
    found = []
    for name, value in having:
        if met[name]:
            met[name] -= 1
        else:
            found.append(value)
    return tuple(found)
