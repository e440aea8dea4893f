"""syntax-error: a stretch of the file that its language does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import in_quotes
from nam56r_core.rules.wording import first_of
from nam56r_core.syntax.nodes import Host, SyntaxProblem, SyntaxProblemKind

STEPS = {
    SyntaxProblemKind.SYNTAX: "correct it here; what follows may be misread until then",
    SyntaxProblemKind.UNFINISHED_KEY: "finish or remove this line",
    SyntaxProblemKind.ENCODING: "save the file as UTF-8",
    SyntaxProblemKind.UNQUOTED: "put it in quotes",
}


def check(facts: Facts) -> Iterator[Finding]:
    for tree in facts.inherited.trees:
        problems = [problem for problem in tree.problems if problem.kind in STEPS]
        yield from first_of(problems, partial(_finding, tree.host, facts))


def _finding(host: Host, facts: Facts, problem: SyntaxProblem) -> Finding:
    language = host.value.upper()
    is_text = problem.kind is SyntaxProblemKind.UNQUOTED
    return Finding(
        f"broken {language}: {problem.detail}; {STEPS[problem.kind]}",
        KeyLocation((), problem.location),
        fixes=in_quotes(facts, host, problem.location, safe=True) if is_text else (),
        what=(language, problem.detail),
    )


RULE = Rule(
    "syntax-error", Severity.ERROR, "Text that its language does not allow.", check, unread=True
)
