"""flag-set-twice: a flag that the recipe sets in two places, or an item that is no flag."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.export.bundle import Arg, Withheld, WithheldCause
from nam56r_core.export.words import value_of
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import EXTRA_ARGS, by_key, path_of, removal, set_item


def check(facts: Facts) -> Iterator[Finding]:
    for item in facts.draft.withheld:
        if item.cause is WithheldCause.SET_TWICE:
            yield _twice(item, facts)
        elif item.cause is WithheldCause.NOT_AN_OPTION:
            yield Finding(
                "an item of `extra_args` is one option with its values, such as "
                "`--log-interval 10`; write it so, or remove it",
                place_of(item),
                fixes=(*_dashed(item, facts), removal(facts, path_of(item.key))),
                what=item.values,
            )


def _twice(item: Withheld, facts: Facts) -> Finding:
    first = next((arg for arg in facts.draft.args if _same(facts, arg.option, item.option)), None)
    if first is None:
        return Finding(
            f"`{item.option}` is set already; remove one", place_of(item), what=(item.option,)
        )
    return Finding(
        f"`{item.option}` is set already by `{first.key}`; remove one",
        place_of(item),
        (RelatedInformation(first.location, "it is set here"),),
        tuple(_cures(item, first, facts)),
        what=(item.option,),
        given=(first.key,),
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


def _dashed(item: Withheld, facts: Facts) -> Iterator[Fix]:
    """An option whose dashes were forgotten, where the target has it."""
    try:
        name, *values = shlex.split(" ".join(item.values))
    except ValueError:
        return
    option = "--" + name.strip("-").replace("_", "-")
    if facts.catalog and facts.catalog.flag(option):
        words = shlex.join((option, *values))
        yield set_item(facts, path_of(item.key), words, title=f"Write `{words}`")


RULE = Rule(
    "flag-set-twice",
    Severity.ERROR,
    "A flag that is set in two places, or an item that is no flag.",
    check,
)
