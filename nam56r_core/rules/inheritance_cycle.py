"""inheritance-cycle: recipes that extend each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.extends import ExtendsFault
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.inherited.problems:
        if problem.fault is ExtendsFault.CYCLE:
            yield Finding(
                f"`{problem.reference}` extends this recipe in turn ({problem.detail}); "
                "break the circle at one of them",
                problem.location,
            )


RULE = Rule("inheritance-cycle", Severity.ERROR, "Recipes that extend each other.", check)
