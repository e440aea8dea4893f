"""fp8-mamba-width: FP8 wants the Mamba input projection in multiples of 16."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.plan.status import MAMBA_SYMBOL
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import FP8_MAMBA_WIDTH_CHECKED

MULTIPLE = 16


def check(facts: Facts) -> Iterator[Finding]:
    catalog, mamba, model = facts.catalog, facts.recipe.M, facts.recipe.model
    precision = facts.recipe.precision
    if catalog is None or mamba is None or precision is None or precision.fp8_format is None:
        return
    if not FP8_MAMBA_WIDTH_CHECKED.holds_for(catalog):
        return
    if not any(layer.verdict.symbol == MAMBA_SYMBOL for layer in facts.plan.layers):
        return
    width, state, groups = mamba.mamba_head_dim, mamba.mamba_state_dim, mamba.mamba_num_groups
    hidden = model.hidden_size if model else None
    if width is None or state is None or groups is None or hidden is None:
        return
    heads = mamba.mamba_num_heads or 2 * hidden // width
    projection = 2 * heads * width + 2 * groups * state + heads
    tp = (facts.recipe.parallel and facts.recipe.parallel.tensor_model_parallel_size) or 1
    if projection // tp % MULTIPLE:
        yield Finding(
            f"with FP8 the Mamba input projection must be a multiple of {MULTIPLE} wide, and "
            f"{heads} heads make it {projection // tp}"
            + (f" per TP rank ({tp})" if tp > 1 else "")
            + "; choose heads that are a multiple of 16 (per rank)",
            facts.value("M", "mamba_num_heads"),
        )


RULE = Rule("fp8-mamba-width", Severity.ERROR, "FP8 with an odd Mamba projection.", check)
