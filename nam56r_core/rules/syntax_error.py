"""syntax-error: a stretch of the file that its language does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Place, Rule
from nam56r_core.rules.wording import first_of
from nam56r_core.syntax.nodes import SyntaxProblem, SyntaxProblemKind

KINDS = {SyntaxProblemKind.SYNTAX, SyntaxProblemKind.ENCODING}


def check(facts: Facts) -> Iterator[Finding]:
    for tree in facts.inherited.trees:
        problems = [problem for problem in tree.problems if problem.kind in KINDS]
        yield from first_of(problems, partial(_finding, tree.host.value.upper()))


def _finding(language: str, problem: SyntaxProblem) -> Finding:
    step = (
        "save the file as UTF-8"
        if problem.kind is SyntaxProblemKind.ENCODING
        else "correct it here; what follows may be misread until then"
    )
    return Finding(
        f"broken {language}: {problem.detail}; {step}",
        Place((), problem.location),
        what=(language, problem.detail),
    )


RULE = Rule(
    "syntax-error", Severity.ERROR, "Text that its language does not allow.", check, unread=True
)
