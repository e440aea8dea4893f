"""invalid-suppression: a comment for nam56r that cannot be followed as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, ReplaceText
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.names import rule_names
from nam56r_core.rules.wording import first_of, ticked
from nam56r_core.spelling import nearest
from nam56r_core.suppressions import (
    MOST,
    Scope,
    SuppressedName,
    Suppression,
    beyond_limit,
    suppressions_in,
)


def check(facts: Facts) -> Iterator[Finding]:
    yield from first_of(list(_wrong(facts)), _finding)
    beyond = beyond_limit(facts.inherited.trees[0])
    if beyond is not None:
        yield Finding(
            f"a file may have {MOST:,} suppressions, and this one and those below it are ignored; "
            "remove some, or ignore the rules in the settings",
            KeyLocation((), beyond.location),
            identity=("beyond",),
        )


def _wrong(facts: Facts) -> Iterator[Suppression | SuppressedName]:
    """The comments that cannot be followed, and in the others the names that are no rule's."""
    for suppression in suppressions_in(facts.inherited.trees[0]):
        if suppression.scope is None or not suppression.names:
            yield suppression
        else:
            yield from (name for name in suppression.names if name.text not in rule_names())


def _finding(wrong: Suppression | SuppressedName) -> Finding:
    if isinstance(wrong, SuppressedName):
        return _unknown(wrong)
    if wrong.scope is None:
        words = ticked((scope.value for scope in Scope), "or")
        found = f"`{wrong.word}`" if wrong.word else "nothing"
        return Finding(
            f"a `nam56r:` comment says {words}, not {found}; write "
            "`# nam56r: ignore[RULE]: REASON`",
            KeyLocation((), wrong.location),
            identity=(wrong.word,),
        )
    return Finding(
        f"this `{wrong.word}` names no rule, so it accepts nothing; write "
        f"`# nam56r: {wrong.word}[RULE]: REASON`",
        KeyLocation((), wrong.location),
        identity=(wrong.word,),
    )


def _unknown(name: SuppressedName) -> Finding:
    close = nearest(name.text, rule_names(), 1)
    if not close:
        return Finding(
            f"`{name.text}` is no rule; write the name between the brackets of a finding",
            KeyLocation((), name.location),
            identity=(name.text,),
        )
    fix = Fix(f"Write `{close[0]}`", (ReplaceText(name.location.range, close[0]),))
    return Finding(
        f"`{name.text}` is no rule; did you mean `{close[0]}`?",
        KeyLocation((), name.location),
        fixes=(fix,),
        identity=(name.text,),
    )


RULE = Rule(
    "invalid-suppression",
    Severity.WARNING,
    "A suppression that cannot be followed.",
    check,
)
