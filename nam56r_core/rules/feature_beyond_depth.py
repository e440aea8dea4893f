"""feature-beyond-depth: a feature on a layer past the end, or twice on one layer."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal


def check(facts: Facts) -> Iterator[Finding]:
    last = len(facts.plan.layers) - 1
    for placement in facts.plan.placements:
        for position, index in enumerate(placement.indices):
            path = ("features", placement.feature, "layer_indices", position)
            if index in placement.beyond and facts.knows_layers:
                yield Finding(
                    f"there is no layer of index {index}: indices count from 0, the last is "
                    f"{last}; correct or remove it",
                    facts.item(*path),
                    fixes=(removal(facts, path, title=f"Remove index {index}"),),
                    what=(index,),
                    given=(last,),
                )
            elif index in placement.indices[:position]:
                yield Finding(
                    f"layer index {index} of `{placement.feature}` is named twice; remove one",
                    facts.item(*path),
                    fixes=(removal(facts, path, safe=True, title=f"Remove the repeated {index}"),),
                    what=(index, "twice"),
                )


RULE = Rule(
    "feature-beyond-depth",
    Severity.ERROR,
    "A feature on a layer that is none, or twice on one.",
    check,
)
