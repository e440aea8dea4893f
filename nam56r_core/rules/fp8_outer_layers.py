"""fp8-outer-layers: keeping the outermost layers in bfloat16 depends on the FP8 recipe."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

SWITCH = ("precision", "first_last_layers_bf16")
RECIPE = ("precision", "fp8_recipe")
FP4 = "--fp4-format"


def check(facts: Facts) -> Iterator[Finding]:
    """Refused with the delayed recipe, which is the default, and idle without FP8 (seen in a run)
    or FP4 (0.19.0 fp4_utils.py:250)."""
    precision = facts.recipe.precision
    if precision is None or not precision.first_last_layers_bf16:
        return
    where = facts.key(*SWITCH)
    if precision.fp8_format is None:
        if any(arg.option == FP4 for arg in facts.draft.args):
            return
        yield Finding(
            "`first_last_layers_bf16` does nothing without FP8; remove it, or set "
            "`precision.fp8_format`",
            where,
            fixes=(removal(facts, SWITCH),),
            what=("without FP8",),
        )
    elif precision.fp8_recipe in (None, "delayed"):
        yield Finding(
            "`first_last_layers_bf16` is refused with the FP8 recipe `delayed` (the default); "
            "write `precision.fp8_recipe: tensorwise`, or remove it",
            where,
            fixes=(set_to(RECIPE, "tensorwise"), removal(facts, SWITCH)),
            what=("delayed",),
        )


RULE = Rule("fp8-outer-layers", Severity.ERROR, "Outer layers in BF16 that FP8 refuses.", check)
