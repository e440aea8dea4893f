"""key-bypassed: a flag in `extra_args` that a recipe key sets."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path, Plain
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.export.emit import key_of
from nam56r_core.export.words import value_of
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import by_key, path_of
from nam56r_core.targets.special_options import SECOND_NAMES


def check(facts: Facts) -> Iterator[Finding]:
    """Past its key a flag would also pass every check that reads the key."""
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.HAS_A_KEY or facts.catalog is None:
            continue
        key = key_of(item.option, facts.catalog)
        if key is None:
            continue
        path = path_of(key)
        value, meant = _meant(item, path)
        yield Finding(
            f"`{item.option}` {meant}; write it as `{key}`",
            place_of(item),
            fixes=(by_key(facts, path_of(item.key), path, value, safe=not facts.written(path)),)
            if value is not None
            else (),
            identity=(item.option,),
        )


def _meant(item: Withheld, path: Path) -> tuple[Plain, str]:
    """What the key must say instead, and what the option is to it."""
    second = SECOND_NAMES.get(item.option)
    if second is None:
        said = "has a key of its own, and what depends on it is checked there"
        return value_of(path, item.option, item.values), said
    if second.value is None:
        said = f"is another name of `{second.option}`, which has a key"
        return value_of(path, second.option, item.values), said
    return second.value, f"is another way to say `{second.option} {second.value}`, which has a key"


RULE = Rule("key-bypassed", Severity.ERROR, "A flag given past its recipe key.", check)
