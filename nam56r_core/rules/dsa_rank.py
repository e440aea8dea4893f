"""dsa-rank: sparse attention on attention layers that do not exist, or named twice."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import Family
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import plural


def check(facts: Facts) -> Iterator[Finding]:
    dsa = facts.recipe.A.dsa if facts.recipe.A else None
    if dsa is None:
        return
    ranks = dsa.family_ranks
    if ranks is None:
        if not facts.written(("A", "dsa", "family_ranks")):
            yield Finding(
                "`A.dsa` does not say which attention layers are sparse; write "
                "`family_ranks: all`, or their ranks counted from 0",
                facts.key("A", "dsa"),
            )
        return
    if ranks == "all":
        return
    count = sum(layer.family is Family.ATTENTION for layer in facts.plan.layers)
    for position, rank in enumerate(ranks):
        where = facts.value("A", "dsa", "family_ranks", position)
        if rank >= count:
            yield Finding(
                f"there is no attention layer of rank {rank}: the stack has "
                f"{plural(count, '`A` layer')}, ranks count from 0; remove it",
                where,
            )
        elif rank in ranks[:position]:
            yield Finding(f"rank {rank} is named twice; remove one", where)


RULE = Rule("dsa-rank", Severity.ERROR, "A sparse-attention rank that is no layer.", check)
