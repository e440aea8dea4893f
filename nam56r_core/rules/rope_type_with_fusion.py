"""rope-type-with-fusion: plain rope under MLA needs the unfused kernel."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import (
    MLA_REFUSES_ROPE_TYPE_WITH_FUSION,
    SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION,
)

TYPE, SWITCH = ("model", "rope_type"), ("model", "no_rope_fusion")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, model = facts.catalog, facts.recipe.model
    if catalog is None or model is None or facts.lacks_mla:
        return
    if model.rope_type != "rope" or model.no_rope_fusion:
        return
    sparse = LayerKind.SPARSE_ATTENTION in facts.plan.native_kinds
    if (
        sparse
        and model.position_embedding_type == "rope"
        and facts.holds(SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION)
    ):
        return  # `D` refuses the fusion whatever the type of rope is
    if facts.plan.is_latent and facts.holds(MLA_REFUSES_ROPE_TYPE_WITH_FUSION):
        yield Finding(
            f"`rope_type: rope` under MLA is refused by {catalog.release} while rope fusion is on; "
            "write `model.no_rope_fusion: true`, or `rope_type: yarn`",
            facts.value(*TYPE),
            fixes=(set_to(SWITCH, True), set_to(TYPE, "yarn")),
        )


RULE = Rule(
    "rope-type-with-fusion",
    Severity.ERROR,
    "Plain rope under MLA, fused.",
    check,
    reports_absence=True,
)
