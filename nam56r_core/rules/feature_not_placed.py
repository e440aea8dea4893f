"""feature-not-placed: a feature that sits on layers does not say on which."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.plan.features import FEATURES, requested
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked


def check(facts: Facts) -> Iterator[Finding]:
    features = facts.recipe.features
    for kind in FEATURES:
        if not kind.families or not requested(features, kind):
            continue
        indices = ("features", kind.name, "layer_indices")
        placed = facts.setting(indices)
        if placed:
            continue
        letters = facts.alphabet.of_families(kind.families)
        yield Finding(
            f"`{kind.name}` does not say which layers carry it; write `layer_indices`, counted "
            f"from 0, of {ticked(letters, 'or')} layers",
            facts.key("features", kind.name),
            # An empty list is not missing, and says as little.
            absent_keys=(indices,) if placed is None else (),
        )


RULE = Rule("feature-not-placed", Severity.ERROR, "A feature without its layers.", check)
