"""feature-misplaced: a feature on layers of a family that it does not belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from nam56r_core.changes import Fix, Path
from nam56r_core.diagnostics import Location, Severity
from nam56r_core.plan.model import Layer, Placement
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_item
from nam56r_core.rules.wording import first_of, ticked


@dataclass(frozen=True, slots=True)
class _Index:
    """An index that names a layer of another family."""

    position: int
    layer: Layer
    location: Location


def check(facts: Facts) -> Iterator[Finding]:
    if not facts.knows_layers:
        return
    layers = facts.plan.layers
    for placement in facts.plan.placements:
        misplaced = set(placement.misplaced)
        wrong = [
            _Index(position, layers[index], facts.item(*_path(placement, position)).location)
            for position, index in enumerate(placement.indices)
            if index in misplaced
        ]
        yield from first_of(wrong, partial(_finding, facts, placement, _free(placement, facts)))


def _finding(facts: Facts, placement: Placement, free: list[int] | None, wrong: _Index) -> Finding:
    letters = facts.alphabet.of_families(placement.families)
    layer = wrong.layer
    step, fix = _cure(placement, wrong.position, free, facts)
    return Finding(
        f"`{placement.feature}` belongs on {ticked(letters, 'or')} layers, and layer "
        f"index {layer.index} (layer number {layer.layer_number}) is `{layer.letter}`; {step}",
        facts.item(*_path(placement, wrong.position)),
        fixes=(fix,),
        identity=(layer.index,),
        evidence=(layer.letter,),
    )


def _path(placement: Placement, position: int) -> Path:
    return ("features", placement.feature, "layer_indices", position)


def _free(placement: Placement, facts: Facts) -> list[int] | None:
    """The indices of fitting layers that are not named yet; None if the stack has no such layer."""
    fitting = [layer.index for layer in facts.plan.layers if layer.family in placement.families]
    named = set(placement.indices)
    return [index for index in fitting if index not in named] if fitting else None


def _cure(
    placement: Placement, position: int, free: list[int] | None, facts: Facts
) -> tuple[str, Fix]:
    """What to do about one index, as a step and as a fix."""
    path = _path(placement, position)
    index = placement.indices[position]
    if free is None:
        return "remove the feature: the stack has no such layer", removal(facts, path[:2])
    if not free:
        out = removal(facts, path, title=f"Remove index {index}")
        return "remove it: every such layer is named already", out
    nearest = min(free, key=lambda i: (abs(i - index), i))
    move = set_item(facts, path, nearest, title=f"Move to index {nearest}")
    return f"move it to index {nearest}, the nearest such layer that is free", move


RULE = Rule("feature-misplaced", Severity.ERROR, "A feature on the wrong family.", check)
