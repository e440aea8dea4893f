"""invalid-value: a value of the wrong type or outside what its key allows."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.validate import FieldFault
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.syntax.nodes import Scalar


def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.reading.problems:
        if problem.fault is FieldFault.UNKNOWN_KEY:
            continue
        if problem.fault is FieldFault.NOT_A_RECIPE:
            yield Finding(f"this document is no recipe; write {problem.expected}", problem.location)
            continue
        written = facts.origins.node(problem.path)
        step = f"; did you mean `{problem.nearest}`?" if problem.nearest else ""
        number = isinstance(written, Scalar) and isinstance(written.value, int | float)
        if number and problem.expected.startswith("a text"):
            step = "; put it in quotes if it is meant"
        found = (
            f"`{written.source.slice(written.range)}`" if isinstance(written, Scalar) else "this"
        )
        if found == "``":
            found = "an empty value"
        yield Finding(
            f"`{problem.name}` must be {problem.expected}, not {found}{step}", problem.location
        )


RULE = Rule("invalid-value", Severity.ERROR, "A value that its key does not allow.", check)
