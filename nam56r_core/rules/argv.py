"""Items of `extra_args` that together are one option with its values: an argument list, pasted one
word an item.

Must not know any rule.
"""

from __future__ import annotations

import shlex

from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.settings import NotAnOption, split
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.rules.base import Facts
from nam56r_core.targets.arity import check_values

_REFUSED = (
    WithheldCause.BAD_VALUE,
    WithheldCause.HAS_A_KEY,
    WithheldCause.SET_TWICE,
    WithheldCause.SET_BY_THE_PLAN,
)
"""Why an option may be withheld whose values stand behind it."""

_WORDS = (NotAnOption.WITHOUT_DASHES, NotAnOption.ONE_DASH)
"""Items that may be values: also `-1`."""


def torn_apart(facts: Facts) -> dict[int, dict[int, str]]:
    """For the position of each option that lacks values, the items behind it that are those, by
    their positions."""
    catalog, items = facts.catalog, facts.recipe.extra_args or ()
    refused = {item.place.path for item in facts.draft.withheld if item.cause in _REFUSED}
    found: dict[int, dict[int, str]] = {}
    option = last = -1
    values: tuple[str, ...] = ()
    flag = None
    for at, item in zip(facts.origins.positions(EXTRA_ARGS, items), items, strict=True):
        said = split(item)
        if not isinstance(said, NotAnOption):
            lacks = (*EXTRA_ARGS, at) in refused and not said[1]
            flag = catalog.flag(said[0]) if catalog and lacks else None
            option, values = at, ()
        elif said not in _WORDS or at != last + 1:
            flag = None
        elif flag is not None:
            more = (*values, *shlex.split(item))
            if check_values(flag, values) is None and check_values(flag, more) is not None:
                flag = None  # it has all that it takes
            else:
                found.setdefault(option, {})[at] = item
                values = more
        last = at
    return found
