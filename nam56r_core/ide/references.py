"""Everything that speaks about what stands at an offset: about a letter, a section, a feature, a
key of a base.

Must not know how an editor lists them, nor recipes outside of this one's family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location
from nam56r_core.ide.letters import (
    CARRY,
    HOOKS,
    items_naming,
    layer_named_at,
    letter_at,
    letters_in_section,
    section_at,
)
from nam56r_core.ide.node_at_offset import NodeAtOffset, Part, node_at_offset
from nam56r_core.ide.view import View
from nam56r_core.recipe.origins import Origins
from nam56r_core.syntax.pattern import AuthoredLetter
from nam56r_core.syntax.tree import MappingNode


def references(
    view: View, offset: int, *, include_declaration: bool = True
) -> tuple[Location, ...]:
    """The places in the recipe and its bases, the recipe's own first, each document in order.

    A letter is declared by its section, a section and every other key by themselves.
    """
    hit = node_at_offset(view.tree, offset)
    if hit is None or hit.scalar is None:
        return ()
    declarations, uses = _about(view, hit, offset)
    found = {*uses, *declarations} if include_declaration else set(uses)
    order = {tree.source: number for number, tree in enumerate(view.facts.inherited.trees)}
    return tuple(sorted(found, key=lambda at: (order[at.source], at.range)))


Places = Iterable[Location]


def _about(view: View, hit: NodeAtOffset, offset: int) -> tuple[list[Location], list[Location]]:
    """The declarations of what stands at a place, and its uses."""
    path = hit.path
    letter = _letter(view, hit, offset)
    if letter is not None:
        return _about_letter(view, letter)
    section = section_at(path)
    if section is not None:
        uses = [*_letters(view, section), *_keys(view, (*CARRY, section))]
        return list(_keys(view, (section,))), uses
    feature = _feature(path)
    if feature is not None:
        sits_on = {at.letter_number for at in view.plan.layers if feature in at.features}
        pattern = view.facts.pattern
        letters = pattern.letters if pattern else ()
        uses = [at.location for at in letters if at.letter_number in sits_on]
        return list(_keys(view, ("features", feature))), [*uses, *_keys(view, (*HOOKS, feature))]
    named = path if hit.part is Part.KEY or isinstance(path[-1], str) else path[:-1]
    return list(_keys(view, named)), []


def _letter(view: View, hit: NodeAtOffset, offset: int) -> AuthoredLetter | None:
    """The letter at an offset of the pattern, or the one that becomes the layer named there."""
    if hit.path == ("pattern",) and hit.part is Part.VALUE:
        return letter_at(view.own_pattern, offset) if view.own_pattern else None
    layer = layer_named_at(view, hit.path)
    pattern = view.facts.pattern
    return pattern.letters[layer.letter_number - 1] if layer and pattern else None


def _about_letter(view: View, letter: AuthoredLetter) -> tuple[list[Location], list[Location]]:
    uses = [letter.location, *(item.location for item in items_naming(view, letter))]
    section = view.facts.alphabet.section(letter.text)
    if section is None:
        return [], uses
    return list(_keys(view, (section,))), [*uses, *_keys(view, (*CARRY, section))]


def _letters(view: View, section: str) -> Iterator[Location]:
    return (letter.location for letter in letters_in_section(view, section))


def _feature(path: Path) -> str | None:
    """The feature whose section or hook a path leads to."""
    if len(path) == 2 and path[0] == "features":
        return str(path[1])
    if len(path) == 3 and path[:2] == HOOKS:
        return str(path[2])
    return None


def _keys(view: View, path: Path) -> Iterator[Location]:
    """The key at a path, in every document of the recipe that has it."""
    for tree in view.facts.inherited.trees:
        if isinstance(tree.root, MappingNode):
            entry = Origins(tree.root, tree.source).entry(path)
            if entry is not None:
                yield entry.key.location
