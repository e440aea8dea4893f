"""mtp-brings-mla: latent attention in an MTP part makes the whole configuration MLA."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.layers import LATENT_KINDS, LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.judgments import GQA_EXCLUDES_MLA, MLA_DROPS_THE_SHARED_ROPE

PART = ("mtp", "pattern")


def check(facts: Facts) -> Iterator[Finding]:
    """Validation looks for `D` and `+` in the whole pattern, MTP parts included."""
    catalog, mtp = facts.catalog, facts.plan.mtp
    if catalog is None or LATENT_KINDS.isdisjoint(mtp.kinds):
        return
    plain = [
        layer
        for layer in facts.plan.layers
        if layer.verdict.kind is LayerKind.SELF_ATTENTION and layer.verdict.symbol
    ]
    symbol = catalog.symbol_for(LayerKind.SELF_ATTENTION)
    if symbol is None or not plain or not facts.holds(MLA_DROPS_THE_SHARED_ROPE):
        return
    grouped = facts.recipe.A is not None and facts.recipe.A.group_query_attention
    also = " and key/value groups are refused" if facts.holds(GQA_EXCLUDES_MLA) else ""
    better = "".join(symbol.char if _is_latent(char, catalog) else char for char in mtp.pattern)
    yield Finding(
        f"the MTP part `{mtp.pattern}` makes the whole configuration of {catalog.release} MLA: "
        f"the plain attention of the stack would train without positions{also if grouped else ''};"
        f" write `mtp.pattern` as `{better}`, or make the stack MLA too",
        facts.value(*PART),
        (RelatedInformation(plain[0].location, "plain attention is asked for here"),),
        (set_to(PART, better),),
        evidence=(mtp.pattern, bool(grouped)),
    )


def _is_latent(char: str, catalog: Catalog) -> bool:
    symbol = catalog.symbol(char)
    return symbol is not None and symbol.kind in LATENT_KINDS


RULE = Rule(
    "mtp-brings-mla",
    Severity.ERROR,
    "An MTP part that turns the stack to MLA.",
    check,
    reports_absence=True,
)
