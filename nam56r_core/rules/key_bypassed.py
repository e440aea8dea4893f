"""key-bypassed: a flag in `extra_args` that a recipe key sets."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.settings import keys_by_option
from nam56r_core.export.words import value_of
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import by_key, path_of


def check(facts: Facts) -> Iterator[Finding]:
    """Past its key a flag would also pass every check that reads the key."""
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.HAS_A_KEY or facts.catalog is None:
            continue
        flag = facts.catalog.flag(item.option)
        keys = keys_by_option()
        names = flag.options if flag else (item.option,)
        key = next(keys[name] for name in names if name in keys)
        path = path_of(key)
        value = value_of(path, item.option, item.values)
        yield Finding(
            f"`{item.option}` has a key of its own, and what depends on it is checked there; "
            f"write it as `{key}`",
            place_of(item),
            fixes=(by_key(facts, path_of(item.key), path, value, safe=not facts.written(path)),)
            if value is not None
            else (),
            what=(item.option,),
        )


RULE = Rule("key-bypassed", Severity.ERROR, "A flag given past its recipe key.", check)
