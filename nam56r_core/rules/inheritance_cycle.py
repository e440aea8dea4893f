"""inheritance-cycle: recipes that extend each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, Path
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.extends import ExtendsFault, ExtendsProblem
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import removal
from nam56r_core.syntax.tree import SequenceNode

EXTENDS: Path = ("extends",)


def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.inherited.problems:
        if problem.fault is ExtendsFault.CYCLE:
            if problem.of_itself:
                yield Finding(
                    f"`{problem.reference}` is this recipe itself; name its base, or remove it",
                    KeyLocation(EXTENDS, problem.location),
                    fixes=_without(problem, facts),
                    identity=(problem.reference,),
                )
            else:
                yield Finding(
                    f"`{problem.reference}` extends this recipe in turn ({problem.detail}); "
                    "break the circle at one of them",
                    KeyLocation(EXTENDS, problem.location),
                    identity=(problem.reference,),
                    evidence=(problem.detail,),
                )


def _without(problem: ExtendsProblem, facts: Facts) -> tuple[Fix, ...]:
    """Take the reference out, where it stands in the recipe's own document."""
    node = facts.origins.node(EXTENDS)
    items = node.items if isinstance(node, SequenceNode) else (node,)
    title = f"Remove `{problem.reference}`"
    for index, item in enumerate(items):
        if item is not None and item.location == problem.location:
            path = (*EXTENDS, index) if isinstance(node, SequenceNode) else EXTENDS
            return (removal(facts, path, title=title),)
    return ()


RULE = Rule(
    "inheritance-cycle",
    Severity.ERROR,
    "Recipes that extend each other.",
    check,
    from_broken_syntax=True,
)
