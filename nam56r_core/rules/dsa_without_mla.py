"""dsa-without-mla: sparse attention is built on latent attention."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

SPARSE = ("A", "dsa")


def check(facts: Facts) -> Iterator[Finding]:
    if facts.lacks_mla:
        yield Finding(
            "sparse attention is built on MLA in every release that has it; write "
            "`A.multi_latent_attention: true` and its ranks, or remove `A.dsa`",
            facts.key(*SPARSE),
            fixes=(set_to(("A", "multi_latent_attention"), True), removal(facts, SPARSE)),
        )


RULE = Rule(
    "dsa-without-mla", Severity.ERROR, "Sparse attention without MLA.", check, reports_absence=True
)
