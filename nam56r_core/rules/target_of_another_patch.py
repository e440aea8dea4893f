"""target-of-another-patch: the target names a patch release that no catalog describes."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.releases import is_exact, release_of


def check(facts: Facts) -> Iterator[Finding]:
    catalog, name = facts.catalog, facts.target.name
    if catalog is None or name is None or is_exact(name, release_of(catalog)):
        return
    fix = set_to(("target",), catalog.tag, title=f"Retarget to `{catalog.tag}`")
    yield Finding(
        f"nam56r has no catalog of `{name}` and checks against {catalog.release}, whose options "
        f"can differ; write `{catalog.tag}` if that is what you run",
        facts.value("target"),
        fixes=(fix,) if facts.target.from_recipe else (),
        given=(name,),
    )


RULE = Rule(
    "target-of-another-patch",
    Severity.WARNING,
    "The target is a patch release that nam56r has no catalog of.",
    check,
)
