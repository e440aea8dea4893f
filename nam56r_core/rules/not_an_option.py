"""not-an-option: an item of `extra_args` that is not one option with its values."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import partial

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.export.settings import NotAnOption
from nam56r_core.rules.argv import torn_apart
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal, set_item
from nam56r_core.rules.wording import first_of

LIKE_THIS = "write it like `--tensorboard-log-interval 10`, or remove it"
_STEPS = {
    NotAnOption.UNCLOSED.value: "close it, or remove it",
    NotAnOption.ENDS_IN_BACKSLASH.value: "double the backslash, or remove it",
    NotAnOption.SECOND_VALUE.value: "quote a value with spaces, or remove it",
    NotAnOption.EMPTY.value: "remove it",
    NotAnOption.ENDS_OPTIONS.value: "remove it",
    NotAnOption.ONE_DASH.value: "remove it",
}
"""What mends an item; a word without dashes is shown how an option looks."""
LONGEST = 60
"""Characters of an item that a message repeats."""


def check(facts: Facts) -> Iterator[Finding]:
    told = {at for others in torn_apart(facts).values() for at in others}  # at their option
    wrong = [
        item
        for item in facts.draft.withheld
        if item.cause is WithheldCause.NOT_AN_OPTION and path_of(item.key)[-1] not in told
    ]
    yield from first_of(wrong, partial(_finding, facts))


def _finding(facts: Facts, item: Withheld) -> Finding:
    text, path = " ".join(item.values), path_of(item.key)
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    better, reason = _dashed(text, facts), item.reason(facts.target)
    step = f"write `{better}`, or remove it" if better else _STEPS.get(reason, LIKE_THIS)
    fixes = (set_item(facts, path, better, title=f"Write `{better}`"),) if better else ()
    return Finding(
        f"`{shown}` is not one option with its values: {reason}; {step}",
        place_of(item),
        fixes=(*fixes, removal(facts, path)),
        identity=(text,),
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
