"""The fixes that several rules offer: a value set, a key removed, a letter replaced.

A fix changes only the recipe's own document. What a base says is overridden there: set to another
value, or taken back by `null`. Must not know any rule.
"""

from __future__ import annotations

from nam56r_core.changes import Change, Fix, Path, Plain, Remove, RenameKey, ReplaceText, SetValue
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts
from nam56r_core.syntax.pattern import AuthoredLetter


def is_own(facts: Facts, path: Path) -> bool:
    """Whether the value at a path stands in the recipe's own document, not in a base."""
    entry = facts.origins.entry(path)
    node = entry.key if entry else facts.origins.node(path)
    return node is not None and node.source is facts.origins.document


def set_to(path: Path, value: Plain, *, safe: bool = False, title: str | None = None) -> Fix:
    """Set a key, in place or as a new line where it belongs."""
    order = title or f"Set `{dotted(path)}` to `{written(value)}`"
    return Fix(order, (SetValue(path, value),), safe)


def removal(facts: Facts, path: Path, *, safe: bool = False, title: str | None = None) -> Fix:
    """Remove a key or a list item; one that a base says is taken back by `null`."""
    change: Change = Remove(path) if is_own(facts, path) else SetValue(path, None)
    return Fix(title or f"Remove `{dotted(path)}`", (change,), safe)


def renamed(path: Path, name: str, *, safe: bool = False) -> Fix:
    """Write a key by another name."""
    return Fix(f"Rename `{dotted(path)}` to `{name}`", (RenameKey(path, name),), safe)


def letter_to(
    facts: Facts, letter: AuthoredLetter, text: str, *, safe: bool = False
) -> tuple[Fix, ...]:
    """Write other text (none removes it) in place of one letter of the pattern; nothing is
    offered for a pattern that a base says."""
    where = letter.location
    if where.source is not facts.origins.document:
        return ()
    title = f"Write `{text}`" if text else f"Remove `{letter.text}`"
    return (Fix(title, (ReplaceText(where.range, text),), safe),)


def written(value: Plain) -> str:
    """A value as a title shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
