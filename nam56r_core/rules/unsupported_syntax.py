"""unsupported-syntax: legal YAML, TOML or JSON that would leave the meaning to a guess."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Applicability, Fix, ReplaceText
from nam56r_core.diagnostics import Location, Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import in_quotes
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.tree import SyntaxProblem, SyntaxProblemKind
from nam56r_core.text import TextRange


def check(facts: Facts) -> Iterator[Finding]:
    for tree in facts.inherited.trees:
        for problem in tree.problems:
            message = _message(problem)
            if message:
                own = problem.location.source is facts.origins.document
                fixes = tuple(_fixes(problem, tree.language, facts)) if own else ()
                yield Finding(
                    message,
                    KeyLocation((), problem.location),
                    fixes=fixes,
                    identity=(problem.kind.value, problem.detail),
                )


def _message(problem: SyntaxProblem) -> str | None:
    detail = problem.detail
    match problem.kind:
        case SyntaxProblemKind.MERGE_KEY:
            return "`<<` merge keys are not read; use `extends`, or write the values out"
        case SyntaxProblemKind.CUSTOM_TAG:
            return f"the {detail} means nothing in a recipe; remove it"
        case SyntaxProblemKind.MULTIPLE_DOCUMENTS:
            return (
                "a recipe is one document; what follows is not read: move it to a file of its own"
            )
        case SyntaxProblemKind.UNKNOWN_ALIAS:
            alias = problem.location.source.slice(problem.location.range)
            return (
                f"`{alias}` begins with `*`, which makes it an alias, and {detail}; put it in "
                "quotes if it is text, or define the anchor above"
            )
        case SyntaxProblemKind.KEY_NOT_A_STRING:
            return f"the {detail} is not a text; put it in quotes if it is meant"
        case SyntaxProblemKind.UNSUPPORTED:
            return f"not read in recipes: {detail}; write it in a plainer way"
        case _:
            return None


def _fixes(problem: SyntaxProblem, language: Language, facts: Facts) -> Iterator[Fix]:
    where = problem.location
    text = where.source.slice(where.range)
    if problem.kind is SyntaxProblemKind.CUSTOM_TAG:
        yield Fix(f"Remove the tag `{text}`", (ReplaceText(_with_blanks(where), ""),))
    elif problem.kind is SyntaxProblemKind.KEY_NOT_A_STRING and text.isalnum():
        yield Fix(f'Write `"{text}"`', (ReplaceText(where.range, f'"{text}"'),), Applicability.SAFE)
    elif problem.kind is SyntaxProblemKind.UNKNOWN_ALIAS:
        yield from in_quotes(facts, language, where)


def _with_blanks(where: Location) -> TextRange:
    """A range with the blanks that part it from what follows on its line."""
    rest = where.source.data[where.range.end :]
    return TextRange(where.range.start, where.range.end + len(rest) - len(rest.lstrip(b" \t")))


RULE = Rule(
    "unsupported-syntax",
    Severity.ERROR,
    "Legal syntax that a recipe does not use.",
    check,
    from_broken_syntax=True,
)
