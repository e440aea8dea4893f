"""flag-only-refused: an option that the target's parser keeps only to refuse it."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.export.settings import keys_by_option
from nam56r_core.export.words import value_of
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import by_key, path_of, removal
from nam56r_core.targets.special_options import REFUSED_OPTIONS


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.REFUSED_OPTION or catalog is None:
            continue
        instead = REFUSED_OPTIONS[item.option].instead
        step = f"write `{keys_by_option()[instead]}` instead" if instead else "remove it"
        yield Finding(
            f"{catalog.release} knows `{item.option}` only to refuse it; {step}",
            place_of(item),
            fixes=tuple(_fixes(item, instead, facts)),
            identity=(item.option,),
        )


def _fixes(item: Withheld, instead: str | None, facts: Facts) -> Iterator[Fix]:
    """The key that says it today, where the recipe does not have it and the values fit."""
    path = path_of(item.key)
    if instead is not None:
        key = path_of(keys_by_option()[instead])
        value = value_of(key, instead, item.values) if item.values else None
        if value is not None and not facts.written(key):
            yield by_key(facts, path, key, value)
    yield removal(facts, path, title=f"Remove `{item.option}`")


RULE = Rule(
    "flag-only-refused",
    Severity.ERROR,
    "A flag that the release knows only to refuse it.",
    check,
)
