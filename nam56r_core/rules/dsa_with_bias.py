"""dsa-with-bias: native sparse attention refuses linear biases from 0.19."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import SPARSE_ATTENTION_NEEDS_NO_BIAS

SWITCH = ("model", "disable_bias_linear")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, model = facts.catalog, facts.recipe.model
    if catalog is None or facts.lacks_mla or not facts.holds(SPARSE_ATTENTION_NEEDS_NO_BIAS):
        return
    sparse = LayerKind.SPARSE_ATTENTION in facts.plan.native_kinds
    if sparse and not (model and model.disable_bias_linear):
        yield Finding(
            f"`D` is refused by {catalog.release} while linear layers have biases; write "
            "`model.disable_bias_linear: true`",
            facts.key(*SWITCH),
            facts.because(("A", "dsa"), "sparse attention is asked for here"),
            fixes=(set_to(SWITCH, True),),
        )


RULE = Rule(
    "dsa-with-bias",
    Severity.ERROR,
    "Sparse attention with linear biases.",
    check,
    reports_absence=True,
)
