"""The fixes that several rules offer: a value set, a key removed, a letter replaced.

A fix changes only the recipe's own document. What a base says is overridden there: set to another
value, or taken back by `null`. Must not know any rule.
"""

from __future__ import annotations

import re

from nam56r_core.changes import (
    Applicability,
    Change,
    Fix,
    Path,
    Plain,
    Remove,
    RenameKey,
    ReplaceText,
    SetValue,
)
from nam56r_core.diagnostics import Location
from nam56r_core.dimensions.wording import written
from nam56r_core.recipe.origins import Origins, dotted
from nam56r_core.recipe.schema import EXTRA_ARGS, keys_at
from nam56r_core.rules.base import Facts
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.pattern import AuthoredLetter
from nam56r_core.syntax.tree import MappingNode, SequenceNode, plain

YOURS = "your_package"
"""The package of code that a fix declares and that its author has yet to name."""

_SEPARATOR = re.compile(r"[.\[\]]+")


def is_own(facts: Facts, path: Path) -> bool:
    """Whether the value at a path stands in the recipe's own document, not in a base."""
    entry = facts.origins.entry(path)
    node = entry.key if entry else facts.origins.node(path)
    return node is not None and node.source is facts.origins.document


def in_base(facts: Facts, path: Path) -> bool:
    """Whether a base says anything at a path, which would show again once ours is gone."""
    for tree in facts.inherited.trees[1:]:
        if isinstance(tree.root, MappingNode) and Origins(tree.root, tree.source).node(path):
            return True
    return False


def set_to(path: Path, value: Plain, *, safe: bool = False, title: str | None = None) -> Fix:
    """Set a key, in place or as a new line where it belongs."""
    order = title or f"Set `{dotted(path)}` to `{written(value)}`"
    return Fix(order, (SetValue(path, value, neighbours(path)),), Applicability.of(safe))


def neighbours(path: Path) -> tuple[str, ...]:
    """The keys behind which a key belongs by the order of the schema, the nearest first."""
    *section, name = path
    keys = keys_at(tuple(section))
    before = keys[: keys.index(str(name))] if str(name) in keys else ()
    return before[::-1]


def set_item(
    facts: Facts, path: Path, item: Plain, *, safe: bool = False, title: str | None = None
) -> Fix:
    """Set a list item (one past the end appends); a list that a base says is written anew."""
    order = title or f"Set `{dotted(path)}` to `{written(item)}`"
    return Fix(order, (_item(facts, path, (item,)),), Applicability.of(safe))


def extra_arg(facts: Facts, words: str, *, safe: bool = False) -> Fix:
    """Add an option with its values to `extra_args`."""
    path = (*EXTRA_ARGS, _length(facts, EXTRA_ARGS))
    return set_item(facts, path, words, safe=safe, title=f"Add `{words}` to `extra_args`")


def removal(facts: Facts, path: Path, *, safe: bool = False, title: str | None = None) -> Fix:
    """Remove a key or a list item, with the last item the list. What a base says there is taken
    back by `null`; a list of a base is written anew without the item."""
    return Fix(title or f"Remove `{dotted(path)}`", (_out(facts, path),), Applicability.of(safe))


def by_key(facts: Facts, item: Path, key: Path, value: Plain, *, safe: bool = False) -> Fix:
    """Say by its key what an item of `extra_args` says, and take the item out."""
    changes = (SetValue(key, value), _out(facts, item))
    return Fix(f"Write it as `{dotted(key)}`", changes, Applicability.of(safe))


def retarget(facts: Facts, name: str) -> tuple[Fix, ...]:
    """Name another target; nothing is offered while the caller chooses it."""
    if not facts.choice.from_recipe:
        return ()
    return (set_to(("target",), name, title=f"Retarget to `{name}`"),)


def renamed(path: Path, name: str, *, safe: bool = False) -> Fix:
    """Write a key by another name."""
    return Fix(
        f"Rename `{dotted(path)}` to `{name}`", (RenameKey(path, name),), Applicability.of(safe)
    )


def moved(facts: Facts, path: Path, section: Path) -> tuple[Fix, ...]:
    """Move a key of the recipe's own document, with its value, to another section; nothing is
    offered where it says that key there already."""
    node, there = facts.origins.node(path), (*section, path[-1])
    if node is None or is_own(facts, there):
        return ()
    title = f"Move `{dotted(path)}` to `{dotted(section)}`"
    return (Fix(title, (SetValue(there, plain(node)), Remove(path))),)


def letter_to(
    facts: Facts, letter: AuthoredLetter, text: str, *, safe: bool = False
) -> tuple[Fix, ...]:
    """Write other text (none removes it) in place of one letter of the pattern; nothing is
    offered for a pattern that a base says."""
    where = letter.location
    if where.source is not facts.origins.document:
        return ()
    title = f"Write `{text}`" if text else f"Remove `{letter.text}`"
    return (Fix(title, (ReplaceText(where.range, text),), Applicability.of(safe)),)


def in_quotes(
    facts: Facts, language: Language, where: Location, *, safe: bool = False
) -> tuple[Fix, ...]:
    """Put quotes around text; nothing is offered for text of a base."""
    if where.source is not facts.origins.document:
        return ()
    quoted = language.write_value(where.source.slice(where.range))
    return (Fix(f"Write `{quoted}`", (ReplaceText(where.range, quoted),), Applicability.of(safe)),)


def path_of(key: str) -> Path:
    """The path behind a key as `dotted` writes it; no key of the schema holds a dot or bracket."""
    parts = _SEPARATOR.split(key)
    return tuple(int(part) if part.isdecimal() else part for part in parts if part)


def _out(facts: Facts, path: Path) -> Change:
    if isinstance(path[-1], int):
        if _length(facts, path[:-1]) > 1:
            return _item(facts, path, ())
        path = path[:-1]
    return SetValue(path, None) if in_base(facts, path) else Remove(path)


def _length(facts: Facts, path: Path) -> int:
    node = facts.origins.node(path)
    return len(node.items) if isinstance(node, SequenceNode) else 0


def _items(facts: Facts, path: Path) -> list[Plain]:
    node = facts.origins.node(path)
    return node.plain if isinstance(node, SequenceNode) else []


def _item(facts: Facts, path: Path, items: tuple[Plain, ...]) -> Change:
    """Put `items` (one, or none) in place of the list item at a path."""
    *above, index = path
    parent = tuple(above)
    assert isinstance(index, int)
    if is_own(facts, parent):
        return SetValue(path, items[0]) if items else Remove(path)
    there = _items(facts, parent)
    return SetValue(parent, [*there[:index], *items, *there[index + 1 :]])
