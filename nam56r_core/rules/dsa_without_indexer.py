"""dsa-without-indexer: sparse attention needs the three sizes of its indexer."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked

SIZES = ("dsa_indexer_n_heads", "dsa_indexer_head_dim", "dsa_indexer_topk")
FIRST_OPTION = "--dsa-indexer-n-heads"


def check(facts: Facts) -> Iterator[Finding]:
    dsa = facts.recipe.A.dsa if facts.recipe.A else None
    in_mtp = LayerKind.SPARSE_ATTENTION in facts.plan.mtp.kinds
    if dsa is None and not in_mtp:
        return
    if facts.catalog is not None and facts.catalog.flag(FIRST_OPTION) is None:
        return  # up to 0.15 there is no flag for them: the author's own code has its sizes
    missing = [name for name in SIZES if not facts.written(("A", "dsa", name))]
    if missing:
        them = "it" if len(missing) == 1 else "them"
        what = "sparse attention" if dsa else f"the MTP part `{facts.plan.mtp.pattern}`"
        yield Finding(
            f"{what} needs {ticked('A.dsa.' + name for name in missing)}; without {them} the "
            f"model's construction or its first step ends in a TypeError: add {them}",
            facts.key("A", "dsa") if dsa else facts.value("mtp", "pattern"),
            evidence=(facts.plan.mtp.pattern if not dsa else "", *missing),
        )


RULE = Rule(
    "dsa-without-indexer",
    Severity.ERROR,
    "Sparse attention without its sizes.",
    check,
    reports_absence=True,
)
