"""virtual-stages-without-overlap: the interleaved schedule on two ranks must overlap."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal
from nam56r_core.targets.judgments import VIRTUAL_STAGES_NEED_OVERLAP

SWITCH = "--no-overlap-p2p-communication"
ENOUGH_RANKS = 3


def check(facts: Facts) -> Iterator[Finding]:
    catalog, pipeline = facts.catalog, facts.plan.pipeline
    if catalog is None or not facts.holds(VIRTUAL_STAGES_NEED_OVERLAP):
        return
    if pipeline.virtual_size == 1 or pipeline.size >= ENOUGH_RANKS:
        return
    for arg in facts.draft.args:
        if arg.option == SWITCH:
            yield Finding(
                f"`{SWITCH}` is refused by {catalog.release} beside virtual stages on "
                f"{pipeline.size} pipeline ranks; remove it, or take {ENOUGH_RANKS} ranks or more",
                place_of(arg),
                fixes=(removal(facts, path_of(arg.key), title=f"Remove `{SWITCH}`"),),
                evidence=(pipeline.size,),
            )


RULE = Rule(
    "virtual-stages-without-overlap",
    Severity.ERROR,
    "Virtual stages on two ranks without overlap.",
    check,
)
