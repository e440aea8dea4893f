"""base-not-usable: a recipe named by `extends` that cannot be read from where it is named."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.extends import ExtendsFault, ExtendsProblem
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule


def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.inherited.problems:
        if problem.fault is not ExtendsFault.CYCLE:
            yield Finding(
                _message(problem),
                KeyLocation(("extends",), problem.location),
                identity=(problem.reference,),
                evidence=(problem.fault.value, problem.detail),
            )


def _message(problem: ExtendsProblem) -> str:
    name = f"`{problem.reference}`"
    match problem.fault:
        case ExtendsFault.NOT_FOUND if "://" in problem.reference:
            return (
                f"{name} is an address, and nothing is ever fetched; save the base in the project "
                "and name its file"
            )
        case ExtendsFault.NOT_FOUND:
            slash = ", with `/` between folders" if "\\" in problem.reference else ""
            return f"{name} does not exist (looked for {problem.detail}); correct the path{slash}"
        case ExtendsFault.OUTSIDE_PROJECT:
            return (
                f"{name} lies outside the project ({problem.detail}); a recipe may extend only "
                "files of its own project: move the base into it"
            )
        case ExtendsFault.NOT_A_RECIPE:
            return f"{name} holds no keys and values, so there is nothing to extend; name a recipe"
        case _:
            return f"{name} cannot be read: {problem.detail}; correct that, or name another file"


RULE = Rule(
    "base-not-usable",
    Severity.ERROR,
    "A base recipe that cannot be read.",
    check,
    from_broken_syntax=True,
)
