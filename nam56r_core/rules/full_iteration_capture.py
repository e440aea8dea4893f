"""full-iteration-capture: capturing the full iteration excludes the NaN check."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import extra_arg
from nam56r_core.targets.judgments import FULL_ITERATION_NEEDS_NO_NAN_CHECK

SWITCH = "--no-check-for-nan-in-loss-and-grad"


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None or not facts.holds(FULL_ITERATION_NEEDS_NO_NAN_CHECK):
        return
    if any(arg.option == SWITCH for arg in facts.draft.args):
        return
    for arg in facts.draft.launch.graph_capture:
        if "full_iteration" in arg.values:
            yield Finding(
                f"capturing the full iteration is refused by {catalog.release} while losses are "
                f"checked for NaN; add `{SWITCH}` to `extra_args`",
                place_of(arg),
                fixes=(extra_arg(facts, SWITCH),),
            )


RULE = Rule("full-iteration-capture", Severity.ERROR, "Full capture beside the NaN check.", check)
