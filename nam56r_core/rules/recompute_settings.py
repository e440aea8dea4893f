"""recompute-settings: what full and selective recomputation need, and refuse."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    """Run on every release: the configuration refuses the first two, nothing reads the third."""
    training = facts.recipe.training
    if training is None:
        return
    granularity = training.recompute_granularity
    method, layers = training.recompute_method, training.recompute_num_layers
    if granularity == "full" and (method is None or layers is None):
        yield Finding(
            "full recomputation needs `training.recompute_method` (`uniform` or `block`) and "
            "`training.recompute_num_layers`; add what is missing",
            facts.key("training", "recompute_granularity"),
        )
    elif granularity == "selective" and method is not None:
        yield Finding(
            "`recompute_method` is refused with selective recomputation; remove it",
            facts.key("training", "recompute_method"),
        )
    elif granularity is None and (method is not None or layers is not None):
        name = "recompute_method" if method is not None else "recompute_num_layers"
        yield Finding(
            f"`{name}` does nothing without `training.recompute_granularity: full`; add it, or "
            f"remove `{name}`",
            facts.key("training", name),
        )


RULE = Rule("recompute-settings", Severity.ERROR, "Recomputation that is not all said.", check)
