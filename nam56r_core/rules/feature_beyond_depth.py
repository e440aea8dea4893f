"""feature-beyond-depth: a feature on a layer past the end, or twice on one layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location, Severity
from nam56r_core.plan.model import Placement
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal
from nam56r_core.rules.wording import first_of


@dataclass(frozen=True, slots=True)
class _Index:
    """An index that may not stand where it does; `twice` if for no more than that."""

    feature: str
    position: int
    index: int
    twice: bool
    location: Location


def check(facts: Facts) -> Iterator[Finding]:
    for placement in facts.plan.placements:
        yield from first_of(list(_wrong(placement, facts)), partial(_finding, facts))


def _wrong(placement: Placement, facts: Facts) -> Iterator[_Index]:
    count = len(facts.plan.layers)
    seen: set[int] = set()
    for position, index in enumerate(placement.indices):
        is_beyond = index >= count and facts.knows_layers
        if is_beyond or index in seen:
            place = facts.item(*_path(placement.feature, position))
            yield _Index(placement.feature, position, index, not is_beyond, place.location)
        seen.add(index)


def _finding(facts: Facts, wrong: _Index) -> Finding:
    index, path = wrong.index, _path(wrong.feature, wrong.position)
    if wrong.twice:
        return Finding(
            f"layer index {index} of `{wrong.feature}` is named twice; remove one",
            facts.item(*path),
            fixes=(removal(facts, path, safe=True, title=f"Remove the repeated {index}"),),
            identity=(index, "twice"),
        )
    last = len(facts.plan.layers) - 1
    return Finding(
        f"there is no layer of index {index}: indices count from 0, the last is "
        f"{last}; correct or remove it",
        facts.item(*path),
        fixes=(removal(facts, path, title=f"Remove index {index}"),),
        identity=(index,),
        evidence=(last,),
    )


def _path(feature: str, position: int) -> Path:
    return ("features", feature, "layer_indices", position)


RULE = Rule(
    "feature-beyond-depth",
    Severity.ERROR,
    "A feature on a layer that is none, or twice on one.",
    check,
)
