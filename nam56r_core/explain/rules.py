"""Explains rules, by the pages beside them.

Must not know how a page is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from nam56r_core.explain.model import Meaning, RuleFacts, Topic
from nam56r_core.explain.wording import unlinked
from nam56r_core.rules import ALL
from nam56r_core.rules.base import Named
from nam56r_core.rules.names import page, rule_names
from nam56r_core.targets.catalog import Catalog

_FENCE = re.compile(r"^```(?P<language>\w+) .*$", re.MULTILINE)
"""The options behind the language tell the tests how to run an example."""


def names(target: Catalog | None = None) -> tuple[str, ...]:
    """Every rule, alphabetically."""
    return rule_names()


def spellings() -> tuple[str, ...]:
    """What a rule may be asked for by."""
    return rule_names()


def find(name: str) -> tuple[str, ...]:
    """The rule of this name; case does not count."""
    wanted = name.casefold()
    return (wanted,) if wanted in _by_name() and wanted in rule_names() else ()


def describe(name: str, target: Catalog | None = None) -> Meaning:
    """The page of a rule; raises `KeyError` for a name that is none."""
    rule = _by_name()[name]
    _, _, body = page(name).partition("\n")
    return Meaning(
        topic=Topic.RULE,
        name=name,
        title=f"`{name}` (rule, {rule.severity.value})",
        body=unlinked(_FENCE.sub(r"```\g<language>", body)).strip("\n"),
        links=(),
        facts=RuleFacts(rule.severity, rule.summary),
    )


@cache
def _by_name() -> Mapping[str, Named]:
    return {rule.name: rule for rule in ALL}
