"""missing-pattern: a recipe without letters has no layers."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is not None and facts.pattern.letters:
        return
    yield Finding(
        "no pattern: name the layers by letter, such as `pattern: AEMEAEMEAEMR`",
        facts.value("pattern"),
        # One that is there and empty was read.
        absent_keys=(("pattern",),) if facts.pattern is None else (),
    )


RULE = Rule(
    "missing-pattern",
    Severity.ERROR,
    "A recipe without a layer pattern.",
    check,
    reports_absence=True,
)
