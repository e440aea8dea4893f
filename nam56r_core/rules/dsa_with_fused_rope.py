"""dsa-with-fused-rope: native sparse attention refuses the fused rotary kernel."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION

SWITCH = ("model", "no_rope_fusion")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, model = facts.catalog, facts.recipe.model
    if catalog is None or not facts.holds(SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION):
        return
    if LayerKind.SPARSE_ATTENTION not in facts.plan.native_kinds or facts.lacks_mla:
        return
    if model is None:
        return
    if model.position_embedding_type == "rope" and not model.no_rope_fusion:
        yield Finding(
            f"`D` with rope is refused by {catalog.release} while rope fusion is on; write "
            "`model.no_rope_fusion: true`",
            KeyLocation(
                SWITCH,
                (
                    facts.key(*SWITCH)
                    if facts.written(SWITCH)
                    else facts.value("model", "position_embedding_type")
                ).location,
            ),
            facts.because(("A", "dsa"), "sparse attention is asked for here"),
            fixes=(set_to(SWITCH, True),),
        )


RULE = Rule(
    "dsa-with-fused-rope",
    Severity.ERROR,
    "Sparse attention with fused rope.",
    check,
    reports_absence=True,
)
