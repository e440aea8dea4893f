"""flag-of-the-launcher: an option that whoever starts the processes sets for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal


def check(facts: Facts) -> Iterator[Finding]:
    for item in facts.draft.withheld:
        if item.cause is WithheldCause.SET_BY_THE_LAUNCHER:
            yield Finding(
                f"`{item.option}` would put every process of a machine on the same GPU, while "
                "torchrun sets the rank of each; remove it",
                place_of(item),
                fixes=(
                    removal(facts, path_of(item.key), safe=True, title=f"Remove `{item.option}`"),
                ),
                identity=(item.option,),
            )


RULE = Rule(
    "flag-of-the-launcher",
    Severity.ERROR,
    "A flag that torchrun sets for each process.",
    check,
)
