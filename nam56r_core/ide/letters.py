"""Letters of the recipe alphabet, wherever a document speaks about them: in the pattern, as a
section, as a carried letter, as a position in a list of layers.

Must not know what is shown about a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nam56r_core.changes import Path
from nam56r_core.ide.view import View
from nam56r_core.layers import FAMILY_OF_SECTION, Family
from nam56r_core.plan.features import FEATURES
from nam56r_core.plan.model import Layer
from nam56r_core.syntax.pattern import AuthoredLetter, AuthoredPattern
from nam56r_core.syntax.tree import Node, ScalarNode, SequenceNode

CARRY: Path = ("seams", "carry")
HOOKS: Path = ("seams", "hooks")
FAMILY_RANKS: Path = ("A", "dsa", "family_ranks")
LAYER_INDICES = {
    ("features", kind.name, "layer_indices"): kind.families for kind in FEATURES if kind.families
}
"""The keys that name layers by their index, each with the families that may be named."""


def section_at(path: Path) -> str | None:
    """The section of the letter that a path is about: its own section, or its carrier."""
    letter = path[0] if len(path) == 1 else path[2] if len(path) == 3 and path[:2] == CARRY else ""
    return str(letter) if letter in FAMILY_OF_SECTION else None


def letter_at(pattern: AuthoredPattern, offset: int) -> AuthoredLetter | None:
    """The letter that an offset is in, or else the one that ends there."""
    ending: AuthoredLetter | None = None
    for letter in pattern.letters:
        if offset in letter.location.range:
            return letter
        if letter.location.range.end == offset:
            ending = letter
    return ending


def letters_in_section(view: View, section: str) -> Iterator[AuthoredLetter]:
    """The authored letters that a section configures, in the order of the pattern."""
    pattern = view.facts.pattern
    if pattern is None:
        return
    for letter in pattern.letters:
        if pattern.alphabet.section(letter.text) == section:
            yield letter


def layers_to_name(view: View, path: Path) -> Iterator[tuple[int, Layer]]:
    """The layers that the items of a list may name, each with the number that names it."""
    for number, layer in enumerate(_layers_by_number(view, path)):
        if path not in LAYER_INDICES or layer.family in LAYER_INDICES[path]:
            yield number, layer


def layer_named_at(view: View, path: Path) -> Layer | None:
    """The layer that an item of a list of layers names: an index of a feature, or a family rank
    of sparse attention."""
    if not path or not isinstance(path[-1], int):
        return None
    return _named(view.facts.origins.node(path), _layers_by_number(view, path[:-1]))


def items_naming(view: View, letter: AuthoredLetter) -> Iterator[ScalarNode]:
    """The items of the lists of layers that name a layer of one authored letter, in the order of
    the schema."""
    for path in (FAMILY_RANKS, *LAYER_INDICES):
        node = view.facts.origins.node(path)
        layers = _layers_by_number(view, path)
        for item in node.items if isinstance(node, SequenceNode) else ():
            layer = _named(item, layers)
            if layer is not None and layer.letter_number == letter.letter_number:
                assert isinstance(item, ScalarNode)
                yield item


def _layers_by_number(view: View, path: Path) -> Sequence[Layer]:
    """The layers that a list names by their position; none for another list."""
    if path in LAYER_INDICES:
        return view.plan.layers
    if path == FAMILY_RANKS:
        # In stack order, so that the position is the family rank.
        return [layer for layer in view.plan.layers if layer.family is Family.ATTENTION]
    return ()


def _named(item: Node | None, layers: Sequence[Layer]) -> Layer | None:
    number = item.value if isinstance(item, ScalarNode) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return layers[number] if 0 <= number < len(layers) else None
