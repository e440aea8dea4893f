"""suppression-without-reason: a finding is accepted, and the next reader is not told why."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.wording import ticked
from nam56r_core.suppressions import suppressions_in


def check(facts: Facts) -> Iterator[Finding]:
    for suppression in suppressions_in(facts.inherited.trees[0]):
        if suppression.scope is not None and suppression.names and not suppression.reason:
            names = ticked(name.text for name in suppression.names)
            yield Finding(
                f"no reason is given for accepting {names}; write it behind the bracket: "
                f"`{suppression.word}[RULE]: REASON`",
                KeyLocation((), suppression.location),
                identity=(suppression.word, *(name.text for name in suppression.names)),
            )


RULE = Rule(
    "suppression-without-reason",
    Severity.INFO,
    "A suppression that does not say why.",
    check,
)
