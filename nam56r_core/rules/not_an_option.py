"""not-an-option: an item of `extra_args` that is not one option with its values."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.settings import NotAnOption
from nam56r_core.rules.argv import torn_apart
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal, set_item

EXAMPLE = "--tensorboard-log-interval 10"
_STEPS = {
    NotAnOption.UNCLOSED.value: "close it",
    NotAnOption.ENDS_IN_BACKSLASH.value: "double the backslash",
}
"""What mends an item that may be right but for that; any other is shown how one looks."""
LONGEST = 60
"""Characters of an item that a message repeats."""


def check(facts: Facts) -> Iterator[Finding]:
    values = {at for others in torn_apart(facts).values() for at in others}
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.NOT_AN_OPTION:
            continue
        text, path = " ".join(item.values), path_of(item.key)
        if path[-1] in values:
            continue  # told at the option that it belongs to
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        better = _dashed(text, facts)
        like = f"write it like `{EXAMPLE}`"
        step = f"write `{better}`" if better else _STEPS.get(item.reason, like)
        fixes = (set_item(facts, path, better, title=f"Write `{better}`"),) if better else ()
        yield Finding(
            f"`{shown}` is not one option with its values: {item.reason}; {step}, or remove it",
            place_of(item),
            fixes=(*fixes, removal(facts, path)),
            what=(text,),
        )


def _dashed(text: str, facts: Facts) -> str | None:
    """An option whose dashes were forgotten, with its values, where the target has it."""
    try:
        name, *values = shlex.split(text)
    except ValueError:
        return None
    option = "--" + name.strip("-").replace("_", "-")
    known = facts.catalog is not None and facts.catalog.flag(option) is not None
    return shlex.join((option, *values)) if known else None


RULE = Rule(
    "not-an-option",
    Severity.ERROR,
    "An extra argument that is not one option with its values.",
    check,
)
