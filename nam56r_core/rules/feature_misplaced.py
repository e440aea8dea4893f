"""feature-misplaced: a feature on layers of a family that it does not belong to."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LETTER_FAMILY
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked


def check(facts: Facts) -> Iterator[Finding]:
    for placement in facts.plan.placements:
        letters = [c for c, family in LETTER_FAMILY.items() if family in placement.families]
        for position, index in enumerate(placement.indices):
            if index in placement.misplaced:
                layer = facts.plan.layers[index]
                yield Finding(
                    f"`{placement.feature}` belongs on {ticked(letters, 'or')} layers, and layer "
                    f"index {index} (layer number {index + 1}) is `{layer.letter}`; "
                    f"{_nearest(facts, placement.families, index)}",
                    facts.value("features", placement.feature, "layer_indices", position),
                )


def _nearest(facts: Facts, families: tuple[object, ...], index: int) -> str:
    fitting = [layer.index for layer in facts.plan.layers if layer.family in families]
    if not fitting:
        return "remove the feature: the stack has no such layer"
    nearest = min(fitting, key=lambda i: (abs(i - index), i))
    return f"move it to index {nearest}, the nearest such layer"


RULE = Rule("feature-misplaced", Severity.ERROR, "A feature on the wrong family.", check)
