"""qk-layernorm-ignored: up to 0.17 plain attention of a hybrid stack ignores the switch."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, retarget
from nam56r_core.targets.judgments import QK_LAYERNORM_IGNORED
from nam56r_core.targets.releases import V0_18

SWITCH = ("A", "qk_layernorm")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, block = facts.catalog, facts.recipe.A
    if catalog is None or block is None or not block.qk_layernorm:
        return
    plain = LayerKind.SELF_ATTENTION in facts.plan.native_kinds
    if plain and facts.holds(QK_LAYERNORM_IGNORED):
        yield Finding(
            f"the `*` of {catalog.release} ignores `--qk-layernorm` in silence; retarget to "
            f"{V0_18.tag} or later, or remove it",
            facts.key(*SWITCH),
            fixes=(*retarget(facts, V0_18.tag), removal(facts, SWITCH)),
        )


RULE = Rule(
    "qk-layernorm-ignored",
    Severity.ERROR,
    "A normalisation that is not built.",
    check,
    Tag.UNNECESSARY,
)
