"""duplicate-key: one key written twice in one mapping."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.syntax.tree import SyntaxProblemKind


def check(facts: Facts) -> Iterator[Finding]:
    for tree in facts.inherited.trees:
        for problem in tree.problems:
            if problem.kind is SyntaxProblemKind.DUPLICATE_KEY:
                first = problem.related
                yield Finding(
                    f"the {problem.detail} is written twice; the first one is read: remove one",
                    KeyLocation((), problem.location),
                    (RelatedInformation(first, "the first one is here"),) if first else (),
                    identity=(problem.detail,),
                )


RULE = Rule(
    "duplicate-key", Severity.ERROR, "A key that is written twice.", check, from_broken_syntax=True
)
