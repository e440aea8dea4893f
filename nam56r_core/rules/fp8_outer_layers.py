"""fp8-outer-layers: keeping the outermost layers in bfloat16 depends on the FP8 recipe."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

SWITCH = ("precision", "first_last_layers_bf16")
RECIPE = ("precision", "fp8_recipe")


def check(facts: Facts) -> Iterator[Finding]:
    """Refused with the delayed recipe, which is the default (seen in a run)."""
    precision = facts.recipe.precision
    if precision is None or not precision.first_last_layers_bf16:
        return
    if precision.fp8_format is not None and precision.fp8_recipe in (None, "delayed"):
        yield Finding(
            "`first_last_layers_bf16` is refused with the FP8 recipe `delayed` (the default); "
            "write `precision.fp8_recipe: tensorwise`, or remove it",
            facts.key(*SWITCH),
            fixes=(set_to(RECIPE, "tensorwise"), removal(facts, SWITCH)),
        )


RULE = Rule("fp8-outer-layers", Severity.ERROR, "Outer layers in BF16 that FP8 refuses.", check)
