"""target-of-another-patch: the target names a patch release that no catalog describes."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import retarget
from nam56r_core.targets.releases import is_exact


def check(facts: Facts) -> Iterator[Finding]:
    target, name = facts.target, facts.choice.name
    if target is None or name is None or not target.is_known_release:
        return
    if is_exact(name, target.lineage):
        return
    yield Finding(
        f"nam56r has no catalog of `{name}` and checks against {target.short_name}, whose options "
        f"can differ; write `{target.name}` if that is what you run",
        facts.value("target"),
        fixes=retarget(facts, target.name),
        evidence=(name,),
    )


RULE = Rule(
    "target-of-another-patch",
    Severity.WARNING,
    "The target is a patch release that nam56r has no catalog of.",
    check,
)
