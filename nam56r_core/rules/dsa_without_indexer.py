"""dsa-without-indexer: sparse attention needs the three sizes of its indexer."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked

SIZES = ("dsa_indexer_n_heads", "dsa_indexer_head_dim", "dsa_indexer_topk")


def check(facts: Facts) -> Iterator[Finding]:
    dsa = facts.recipe.A.dsa if facts.recipe.A else None
    if dsa is None:
        return
    missing = [name for name in SIZES if getattr(dsa, name) is None]
    missing = [name for name in missing if not facts.written(("A", "dsa", name))]
    if missing:
        yield Finding(
            f"sparse attention needs {ticked('A.dsa.' + name for name in missing)}; without them "
            "the model's construction ends in a TypeError",
            facts.key("A", "dsa"),
        )


RULE = Rule("dsa-without-indexer", Severity.ERROR, "Sparse attention without its sizes.", check)
