"""syntax-error: a stretch of the file that its language does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.syntax.nodes import SyntaxProblemKind

KINDS = {SyntaxProblemKind.SYNTAX, SyntaxProblemKind.ENCODING}


def check(facts: Facts) -> Iterator[Finding]:
    for tree in facts.inherited.trees:
        for problem in tree.problems:
            if problem.kind in KINDS:
                step = (
                    "save the file as UTF-8"
                    if problem.kind is SyntaxProblemKind.ENCODING
                    else "correct it here; what follows may be misread until then"
                )
                yield Finding(
                    f"broken {tree.host.value.upper()}: {problem.detail}; {step}", problem.location
                )


RULE = Rule("syntax-error", Severity.ERROR, "Text that its language does not allow.", check)
