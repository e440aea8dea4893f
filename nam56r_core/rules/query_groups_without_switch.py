"""query-groups-without-switch: the number of groups is ignored without the switch."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

SWITCH, GROUPS = ("A", "group_query_attention"), ("A", "num_query_groups")


def check(facts: Facts) -> Iterator[Finding]:
    block = facts.recipe.A
    if block is None or block.multi_latent_attention or block.dsa:
        return
    if block.num_query_groups is not None and not block.group_query_attention:
        yield Finding(
            f"`num_query_groups: {block.num_query_groups}` is ignored by every release without its "
            "switch; write `A.group_query_attention: true`, or remove it",
            facts.value(*GROUPS),
            fixes=(set_to(SWITCH, True), removal(facts, GROUPS)),
            evidence=(block.num_query_groups,),
        )
    if block.group_query_attention and block.num_query_groups is None:
        yield Finding(
            "`group_query_attention` is on and the number of groups is missing (Megatron would "
            "take 1); write `A.num_query_groups`, or remove the switch",
            facts.key(*SWITCH),
            fixes=(removal(facts, SWITCH),),
        )


RULE = Rule(
    "query-groups-without-switch",
    Severity.ERROR,
    "Key/value groups without their switch.",
    check,
    reports_absence=True,
)
