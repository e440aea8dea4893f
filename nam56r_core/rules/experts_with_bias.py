"""experts-with-bias: grouped experts cannot be built beside linear biases."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import extra_arg, set_to
from nam56r_core.targets.judgments import EXPERTS_NEED_NO_BIAS, SPARSE_ATTENTION_NEEDS_NO_BIAS

SWITCH = ("model", "disable_bias_linear")
UNFUSED = "--no-bias-dropout-fusion"


def check(facts: Facts) -> Iterator[Finding]:
    catalog, model = facts.catalog, facts.recipe.model
    if catalog is None or not facts.holds(EXPERTS_NEED_NO_BIAS):
        return
    kinds = facts.plan.native_kinds
    if LayerKind.SPARSE_ATTENTION in kinds and facts.holds(SPARSE_ATTENTION_NEEDS_NO_BIAS):
        return  # `D` refuses biases also where they are not fused
    built = LayerKind.MOE in kinds
    unfused = any(arg.option == UNFUSED for arg in facts.draft.args)
    if built and not unfused and not (model and model.disable_bias_linear):
        yield Finding(
            f"the experts of {catalog.release} cannot be built while linear layers have biases "
            "that are fused with dropout; write `model.disable_bias_linear: true`, or add "
            f"`{UNFUSED}` to `extra_args`",
            facts.key(*SWITCH),
            fixes=(set_to(SWITCH, True), extra_arg(facts, UNFUSED)),
        )


RULE = Rule(
    "experts-with-bias",
    Severity.ERROR,
    "Experts beside linear biases.",
    check,
    reports_absence=True,
)
