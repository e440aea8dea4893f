"""syntax-error: a stretch of the file that its language does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nam56r_core.changes import Applicability, Fix, ReplaceText
from nam56r_core.diagnostics import Severity
from nam56r_core.plural import counted
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import in_quotes
from nam56r_core.rules.wording import first_of
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.problems import TAB_IN_INDENTATION
from nam56r_core.syntax.tree import SyntaxProblem, SyntaxProblemKind
from nam56r_core.text import SourceText

STEPS = {
    SyntaxProblemKind.SYNTAX: "correct it here; what follows may be misread until then",
    SyntaxProblemKind.UNFINISHED_KEY: "finish or remove this line",
    SyntaxProblemKind.ENCODING: "save the file as UTF-8",
    SyntaxProblemKind.UNQUOTED: "put it in quotes",
}


def check(facts: Facts) -> Iterator[Finding]:
    for tree in facts.inherited.trees:
        problems = [problem for problem in tree.problems if problem.kind in STEPS]
        yield from first_of(problems, partial(_finding, tree.language, facts))


def _finding(language: Language, facts: Facts, problem: SyntaxProblem) -> Finding:
    is_text = problem.kind is SyntaxProblemKind.UNQUOTED
    return Finding(
        f"broken {language.name}: {problem.detail}; {STEPS[problem.kind]}",
        KeyLocation((), problem.location),
        fixes=(
            in_quotes(facts, language, problem.location, safe=True)
            if is_text
            else _fixes(facts, problem)
        ),
        identity=(language.name, problem.detail),
    )


def _fixes(facts: Facts, problem: SyntaxProblem) -> tuple[Fix, ...]:
    """Spaces in place of a tab: as many as the lines above and below have, where they agree."""
    where = problem.location
    if problem.detail != TAB_IN_INDENTATION or where.source is not facts.origins.document:
        return ()
    source = where.source
    line = source.line_of(where.range.start)
    above, below = _indentation(source, line, -1), _indentation(source, line, 1)
    if above is None or above != below:
        return ()
    fix = ReplaceText(where.range, above)
    return (Fix(f"Indent by {counted(len(above), 'space')}", (fix,), Applicability.SAFE),)


def _indentation(source: SourceText, line: int, step: int) -> str | None:
    """The spaces before the nearest line with text, above or below; None for one with a tab."""
    line += step
    while 0 <= line < len(source.line_starts):
        text = source.slice(source.line_range(line))
        if text.strip():
            blanks = text[: len(text) - len(text.lstrip())]
            return None if blanks.strip(" ") else blanks
        line += step
    return None


RULE = Rule(
    "syntax-error",
    Severity.ERROR,
    "Text that its language does not allow.",
    check,
    from_broken_syntax=True,
)
