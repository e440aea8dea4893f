"""query-groups-beside-mla: latent attention has no key/value groups."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import GQA_EXCLUDES_MLA


def check(facts: Facts) -> Iterator[Finding]:
    block = facts.recipe.A
    if block is None or not (block.multi_latent_attention or block.dsa):
        return
    refused = facts.catalog is not None and GQA_EXCLUDES_MLA.holds_for(facts.catalog)
    for name in ("group_query_attention", "num_query_groups"):
        if getattr(block, name):
            # The number alone passes validation: it is the switch that is refused.
            switch = refused and name == "group_query_attention" and facts.catalog
            verb = f"refused by {switch.release}" if switch else "without meaning"
            yield Finding(
                f"`{name}` is {verb} beside MLA; remove it, or `multi_latent_attention` and `dsa`",
                facts.key("A", name),
                (
                    RelatedInformation(
                        facts.key("A", "multi_latent_attention"), "MLA is asked for here"
                    ),
                ),
            )


RULE = Rule("query-groups-beside-mla", Severity.ERROR, "Key/value groups beside MLA.", check)
