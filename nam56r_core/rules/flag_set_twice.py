"""flag-set-twice: a flag that the recipe sets in two places, or an item that is no flag."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    for item in facts.draft.withheld:
        if item.cause is WithheldCause.SET_TWICE:
            first = next(
                (
                    arg
                    for arg in facts.draft.args
                    if facts.catalog and _same(facts, arg.option, item.option)
                ),
                None,
            )
            yield Finding(
                f"`{item.option}` is set already"
                + (f" by `{first.key}`" if first else "")
                + "; remove one",
                item.location,
                (RelatedInformation(first.location, "it is set here"),) if first else (),
            )
        elif item.cause is WithheldCause.NOT_AN_OPTION:
            yield Finding(
                "an item of `extra_args` is one option with its values, such as "
                "`--log-interval 10`; write it so, or remove it",
                item.location,
            )


def _same(facts: Facts, one: str, other: str) -> bool:
    flag = facts.catalog.flag(one) if facts.catalog else None
    return flag is not None and other in flag.options


RULE = Rule("flag-set-twice", Severity.ERROR, "A flag that is set in two places.", check)
