"""feature-misplaced: a feature on layers of a family that it does not belong to."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LETTER_FAMILY
from nam56r_core.plan.model import Placement
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_item
from nam56r_core.rules.wording import ticked


def check(facts: Facts) -> Iterator[Finding]:
    if not facts.knows_layers:
        return
    for placement in facts.plan.placements:
        letters = [c for c, family in LETTER_FAMILY.items() if family in placement.families]
        free = _free(placement, facts)
        for position, index in enumerate(placement.indices):
            if index in placement.misplaced:
                layer = facts.plan.layers[index]
                step, fix = _cure(placement, position, free, facts)
                yield Finding(
                    f"`{placement.feature}` belongs on {ticked(letters, 'or')} layers, and layer "
                    f"index {index} (layer number {index + 1}) is `{layer.letter}`; {step}",
                    facts.item("features", placement.feature, "layer_indices", position),
                    fixes=(fix,),
                    what=(index,),
                    given=(layer.letter,),
                )


def _free(placement: Placement, facts: Facts) -> list[int] | None:
    """The indices of fitting layers that are not named yet; None if the stack has no such layer."""
    fitting = [layer.index for layer in facts.plan.layers if layer.family in placement.families]
    named = set(placement.indices)
    return [index for index in fitting if index not in named] if fitting else None


def _cure(
    placement: Placement, position: int, free: list[int] | None, facts: Facts
) -> tuple[str, Fix]:
    """What to do about one index, as a step and as a fix."""
    section = ("features", placement.feature)
    path = (*section, "layer_indices", position)
    index = placement.indices[position]
    if free is None:
        return "remove the feature: the stack has no such layer", removal(facts, section)
    if not free:
        out = removal(facts, path, title=f"Remove index {index}")
        return "remove it: every such layer is named already", out
    nearest = min(free, key=lambda i: (abs(i - index), i))
    move = set_item(facts, path, nearest, title=f"Move to index {nearest}")
    return f"move it to index {nearest}, the nearest such layer that is free", move


RULE = Rule("feature-misplaced", Severity.ERROR, "A feature on the wrong family.", check)
