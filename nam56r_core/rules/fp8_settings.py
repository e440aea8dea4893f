"""fp8-settings: FP8 settings that need one another."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule

QUANTIZER = "--fp8-quantizer-factory"


def check(facts: Facts) -> Iterator[Finding]:
    """Refused by validation or configuration from 0.13.1 on (run)."""
    precision, parallel = facts.recipe.precision, facts.recipe.parallel
    if precision is None:
        return
    if precision.fp8_param_gather:
        where = facts.key("precision", "fp8_param_gather")
        if precision.fp8_format is None:
            yield Finding(
                "`fp8_param_gather` is refused without FP8; set `precision.fp8_format`, or remove "
                "it",
                where,
            )
        elif not (parallel and parallel.use_distributed_optimizer):
            yield Finding(
                "`fp8_param_gather` is refused without the distributed optimizer; write "
                "`parallel.use_distributed_optimizer: true`, or remove it",
                where,
            )
    given = any(arg.option == QUANTIZER for arg in facts.draft.args)
    if precision.fp8_recipe == "custom" and not given:
        yield Finding(
            f"the FP8 recipe `custom` is refused without `{QUANTIZER}`; add it to `extra_args`, or "
            "choose another recipe",
            facts.value("precision", "fp8_recipe"),
        )


RULE = Rule("fp8-settings", Severity.ERROR, "FP8 settings that need one another.", check)
