"""flag-of-the-plan: a flag that states the stack, which the plan alone derives."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.emit import said_instead
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal
from nam56r_core.targets.judgments import LAYOUT_FLAG_IGNORED

LAYOUT = "--pipeline-model-parallel-layout"


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.SET_BY_THE_PLAN or catalog is None:
            continue
        idle = item.option == LAYOUT and facts.holds(LAYOUT_FLAG_IGNORED)
        aside = f" ({catalog.release} would ignore it)" if idle else ""
        said = said_instead(item.option)
        yield Finding(
            f"`{item.option}` states the stack{aside}, which the plan derives from {said}; remove "
            "it here",
            place_of(item),
            fixes=(removal(facts, path_of(item.key), title=f"Remove `{item.option}`"),),
            identity=(item.option,),
            evidence=(idle,),
        )


RULE = Rule("flag-of-the-plan", Severity.ERROR, "A flag that only the plan may set.", check)
