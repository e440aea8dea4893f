"""query-groups-beside-mla: latent attention has no key/value groups."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, Path
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import GQA_EXCLUDES_MLA

GROUPS: tuple[Path, ...] = (("A", "group_query_attention"), ("A", "num_query_groups"))


def check(facts: Facts) -> Iterator[Finding]:
    block = facts.recipe.A
    if block is None or not block.multi_latent_attention:
        return
    latent = [("A", name) for name in ("multi_latent_attention", "dsa") if getattr(block, name)]
    asked = RelatedInformation(facts.key(*latent[0]).location, "MLA is asked for here")
    refused = facts.holds(GQA_EXCLUDES_MLA)
    groups = [path for path in GROUPS if facts.setting(path)]
    for path in groups:
        name = path[-1]
        # The number alone passes validation: it is the switch that is refused.
        switch = refused and name == "group_query_attention" and facts.catalog
        verb = f"refused by {switch.release}" if switch else "without meaning"
        yield Finding(
            f"`{name}` is {verb} beside MLA; remove it, or "
            f"{ticked(dotted(other) for other in latent)}",
            facts.key(*path),
            (asked,),
            (_removal(groups, facts),),
            evidence=(bool(switch), *(dotted(other) for other in latent)),
        )


def _removal(groups: list[Path], facts: Facts) -> Fix:
    """Both at once: one means nothing without the other."""
    changes = [change for path in groups for change in removal(facts, path).changes]
    return Fix(f"Remove {ticked(dotted(path) for path in groups)}", tuple(changes))


RULE = Rule(
    "query-groups-beside-mla",
    Severity.ERROR,
    "Key/value groups beside MLA.",
    check,
    reports_absence=True,
)
