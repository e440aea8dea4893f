"""setting-without-effect: a setting that no layer of the model would read."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.layers import Status
from nam56r_core.rules.base import Facts, Finding, Rule

EXTRA = "extra_args"


def check(facts: Facts) -> Iterator[Finding]:
    if any(layer.status is Status.BLOCKED for layer in facts.plan.layers):
        return  # the blocked layers are the finding; their settings follow from them
    letters = {layer.letter for layer in facts.plan.layers}
    for item in facts.draft.withheld:
        section = item.key.split(".")[0].partition("[")[0]
        absent = section in ("A", "E", "M", "G") and not letters & _letters(section)
        if item.cause is WithheldCause.WITHOUT_EFFECT and not absent:
            name = f"`{item.option}` in `extra_args`" if section == EXTRA else f"`{item.key}`"
            yield Finding(
                f"{name} is not emitted: {item.detail}; remove it, or configure what it is for",
                item.location,
            )


def _letters(section: str) -> set[str]:
    return {"G", "D"} if section == "G" else {section}


RULE = Rule("setting-without-effect", Severity.WARNING, "A setting that nothing reads.", check)
