"""fp8-settings: FP8 settings that need one another."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

QUANTIZER = "--fp8-quantizer-factory"
GATHER = ("precision", "fp8_param_gather")
DISTRIBUTED = ("parallel", "use_distributed_optimizer")

SHARDED = frozenset({"--use-torch-fsdp2", "--use-megatron-fsdp"})
"""Beside these, parameters are gathered in FP8 without the distributed optimizer (0.16.1
arguments.py:655, 0.19.0:1060)."""


def check(facts: Facts) -> Iterator[Finding]:
    """Refused by validation or configuration from 0.13.1 on (seen in a run)."""
    precision, parallel = facts.recipe.precision, facts.recipe.parallel
    if precision is None:
        return
    given = {arg.option for arg in facts.draft.args}
    if precision.fp8_param_gather:
        where = facts.key(*GATHER)
        if precision.fp8_format is None:
            yield Finding(
                "`fp8_param_gather` is refused without FP8; set `precision.fp8_format`, or remove "
                "it",
                where,
                fixes=(removal(facts, GATHER),),
                identity=("without FP8",),
            )
        elif not (parallel and parallel.use_distributed_optimizer) and not given & SHARDED:
            yield Finding(
                "`fp8_param_gather` is refused without the distributed optimizer; write "
                "`parallel.use_distributed_optimizer: true`, or remove it",
                where,
                fixes=(set_to(DISTRIBUTED, True), removal(facts, GATHER)),
                identity=("not distributed",),
            )
    if precision.fp8_format and precision.fp8_recipe == "custom" and QUANTIZER not in given:
        yield Finding(
            f"the FP8 recipe `custom` is refused without `{QUANTIZER}`, which names your code; add "
            "it to `extra_args`, or choose another recipe",
            facts.value("precision", "fp8_recipe"),
        )


RULE = Rule("fp8-settings", Severity.ERROR, "FP8 settings that need one another.", check)
