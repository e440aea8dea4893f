"""mla-with-fused-rope: 0.12 refuses latent attention while rope is fused, on any symbol."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import MLA_REFUSES_ROPE_FUSION


def check(facts: Facts) -> Iterator[Finding]:
    """The flag reaches the configuration also where a stack spec of the author's builds the MLA."""
    catalog, model, block = facts.catalog, facts.recipe.model, facts.recipe.A
    if catalog is None or model is None or block is None or not block.multi_latent_attention:
        return
    if model.position_embedding_type != "rope" or model.no_rope_fusion:
        return
    if facts.plan.is_latent and facts.holds(MLA_REFUSES_ROPE_FUSION):
        yield Finding(
            f"MLA with rope is refused by {catalog.release} while rope fusion is on; write "
            "`model.no_rope_fusion: true`",
            facts.key("A", "multi_latent_attention"),
            fixes=(set_to(("model", "no_rope_fusion"), True),),
        )


RULE = Rule(
    "mla-with-fused-rope",
    Severity.ERROR,
    "MLA with fused rope on 0.12.",
    check,
    reports_absence=True,
)
