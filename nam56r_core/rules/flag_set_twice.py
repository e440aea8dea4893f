"""flag-set-twice: a flag that the recipe sets in two places."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.export.bundle import Arg, Withheld, WithheldCause
from nam56r_core.export.words import value_of
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import by_key, path_of, removal


def check(facts: Facts) -> Iterator[Finding]:
    for item in facts.draft.withheld:
        if item.cause is WithheldCause.SET_TWICE:
            yield _twice(item, facts)


def _twice(item: Withheld, facts: Facts) -> Finding:
    first = next((arg for arg in facts.draft.args if _same(facts, arg.option, item.option)), None)
    if first is None:
        return Finding(
            f"`{item.option}` is set already; remove one", place_of(item), identity=(item.option,)
        )
    return Finding(
        f"`{item.option}` is set already by `{first.key}`; remove one",
        place_of(item),
        (RelatedInformation(first.location, "it is set here"),),
        tuple(_cures(item, first, facts)),
        identity=(item.option,),
        evidence=(first.key,),
    )


def _same(facts: Facts, one: str, other: str) -> bool:
    flag = facts.catalog.flag(one) if facts.catalog else None
    return flag is not None and other in flag.options


def _cures(item: Withheld, first: Arg, facts: Facts) -> Iterator[Fix]:
    path, key = path_of(item.key), path_of(first.key)
    again = (item.option, item.values) == (first.option, first.values)
    yield removal(facts, path, safe=again, title=f"Remove `{item.option}` from `extra_args`")
    if not again and key[:1] != EXTRA_ARGS:
        value = value_of(key, item.option, item.values)
        if value is not None:
            yield by_key(facts, path, key, value)


RULE = Rule("flag-set-twice", Severity.ERROR, "A flag that is set in two places.", check)
