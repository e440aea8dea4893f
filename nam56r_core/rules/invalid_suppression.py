"""invalid-suppression: a comment for nam56r that cannot be followed as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, ReplaceText
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.names import rule_names
from nam56r_core.rules.wording import ticked
from nam56r_core.spelling import nearest
from nam56r_core.suppressions import Scope, SuppressedName, suppressions_in


def check(facts: Facts) -> Iterator[Finding]:
    for suppression in suppressions_in(facts.inherited.trees[0]):
        if suppression.scope is None:
            words = ticked((scope.value for scope in Scope), "or")
            found = f"`{suppression.word}`" if suppression.word else "nothing"
            yield Finding(
                f"a `nam56r:` comment says {words}, not {found}; write "
                "`# nam56r: ignore[RULE]: REASON`",
                KeyLocation((), suppression.location),
                what=(suppression.word,),
            )
        elif not suppression.names:
            yield Finding(
                f"this `{suppression.word}` names no rule, so it accepts nothing; write "
                f"`# nam56r: {suppression.word}[RULE]: REASON`",
                KeyLocation((), suppression.location),
                what=(suppression.word,),
            )
        else:
            for name in suppression.names:
                if name.text not in rule_names():
                    yield _unknown(name)


def _unknown(name: SuppressedName) -> Finding:
    close = nearest(name.text, rule_names(), 1)
    if not close:
        return Finding(
            f"`{name.text}` is no rule; write the name between the brackets of a finding",
            KeyLocation((), name.location),
            what=(name.text,),
        )
    fix = Fix(f"Write `{close[0]}`", (ReplaceText(name.location.range, close[0]),))
    return Finding(
        f"`{name.text}` is no rule; did you mean `{close[0]}`?",
        KeyLocation((), name.location),
        fixes=(fix,),
        what=(name.text,),
    )


RULE = Rule(
    "invalid-suppression",
    Severity.WARNING,
    "A suppression that cannot be followed.",
    check,
)
