"""key-bypassed: a flag in `extra_args` that a recipe key sets."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.settings import keys_by_option
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    """Past its key a flag would also pass every check that reads the key."""
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.HAS_A_KEY or facts.catalog is None:
            continue
        flag = facts.catalog.flag(item.option)
        keys = keys_by_option()
        names = flag.options if flag else (item.option,)
        key = next(keys[name] for name in names if name in keys)
        yield Finding(
            f"`{item.option}` has a key of its own, and what depends on it is checked there; "
            f"write it as `{key}`",
            item.location,
        )


RULE = Rule("key-bypassed", Severity.ERROR, "A flag given past its recipe key.", check)
