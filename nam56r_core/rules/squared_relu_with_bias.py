"""squared-relu-with-bias: the fused bias path knows gelu and swiglu only."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import extra_arg, set_to

SWITCH = ("model", "squared_relu")
UNFUSED = "--no-bias-gelu-fusion"


def check(facts: Facts) -> Iterator[Finding]:
    """Refused by the configuration of every release (seen in a run)."""
    model = facts.recipe.model
    if model is None or not model.squared_relu or model.disable_bias_linear:
        return
    if facts.is_idle(SWITCH):
        return  # setting-without-effect: the flag is left out
    if any(arg.option == UNFUSED for arg in facts.draft.args):
        return
    yield Finding(
        "`squared_relu` is refused while linear layers have biases that are fused with the "
        f"activation; write `model.disable_bias_linear: true`, or add `{UNFUSED}` to `extra_args`",
        facts.key(*SWITCH),
        fixes=(set_to(("model", "disable_bias_linear"), True), extra_arg(facts, UNFUSED)),
    )


RULE = Rule(
    "squared-relu-with-bias",
    Severity.ERROR,
    "Squared ReLU with fused biases.",
    check,
    reports_absence=True,
)
