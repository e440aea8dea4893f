"""Explains rules, by the pages beside them.

Must not know how a page is shown.
"""

from __future__ import annotations

from nam56r_core.explanations.model import Meaning, RuleFacts, Topic
from nam56r_core.explanations.wording import unlinked
from nam56r_core.rules import BY_NAME
from nam56r_core.rules.names import for_readers, page, rule_names
from nam56r_core.targets.target import Target


def names(target: Target | None = None) -> tuple[str, ...]:
    """Every rule, alphabetically."""
    return rule_names()


def spellings() -> tuple[str, ...]:
    """What a rule may be asked for by."""
    return rule_names()


def find(name: str, target: Target | None = None) -> tuple[str, ...]:
    """The rule of this name; case does not count."""
    wanted = name.casefold()
    return (wanted,) if wanted in BY_NAME and wanted in rule_names() else ()


def describe(name: str, target: Target | None = None) -> Meaning:
    """The page of a rule; raises `KeyError` for a name that is none."""
    rule = BY_NAME[name]
    _, _, body = page(name).partition("\n")
    return Meaning(
        topic=Topic.RULE,
        name=name,
        title=f"`{name}` (rule, {rule.severity.value})",
        body=unlinked(for_readers(body)).strip("\n"),
        links=(),
        facts=RuleFacts(rule.severity, rule.summary),
    )
