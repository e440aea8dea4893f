"""What lights up with the letter, section or layer under the cursor.

Must not know what an editor does with it, nor any other document than the recipe's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location
from nam56r_core.ide.letters import (
    CARRY,
    items_naming,
    layer_named_at,
    letter_at,
    letters_in_section,
    section_at,
)
from nam56r_core.ide.node_at_offset import NodeAtOffset, Part, node_at_offset
from nam56r_core.ide.view import View
from nam56r_core.recipe.origins import Origins
from nam56r_core.syntax.tree import MappingNode
from nam56r_core.text import TextRange


class HighlightKind(Enum):
    """How a place has to do with a layer: it asks for it, or it decides what it is."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A place in the recipe's own document."""

    range: TextRange
    kind: HighlightKind


def document_highlights(view: View, offset: int) -> tuple[Highlight, ...]:
    """Every place about the letter at an offset (`D` and `G` are one), in order: its occurrences
    in the pattern, its section, its carrier. For a position in a list of layers the letter of that
    layer, and everything that names a layer of the same letter."""
    hit = node_at_offset(view.tree, offset)
    if hit is None or hit.scalar is None:
        return ()
    section = _section(view, hit, offset)
    found = _of_section(view, section) if section else _of_layer(view, hit.path)
    own = {
        Highlight(location.range, kind)
        for location, kind in found
        if location.source is view.source
    }
    return tuple(sorted(own, key=lambda highlight: highlight.range))


def _section(view: View, hit: NodeAtOffset, offset: int) -> str | None:
    if hit.path == ("pattern",) and hit.part is Part.VALUE:
        letter = letter_at(view.own_pattern, offset) if view.own_pattern else None
        return view.facts.alphabet.section(letter.text) if letter else None
    return section_at(hit.path)


def _of_section(view: View, section: str) -> Iterator[tuple[Location, HighlightKind]]:
    for letter in letters_in_section(view, section):
        yield letter.location, HighlightKind.READ
    for path in ((section,), (*CARRY, section)):
        yield from _key(view, path)


def _of_layer(view: View, path: Path) -> Iterator[tuple[Location, HighlightKind]]:
    layer = layer_named_at(view, path)
    pattern = view.facts.pattern
    if layer is None or pattern is None:
        return
    yield layer.location, HighlightKind.READ
    for item in items_naming(view, pattern.letters[layer.letter_number - 1]):
        yield item.location, HighlightKind.WRITE


def _key(view: View, path: Path) -> Iterator[tuple[Location, HighlightKind]]:
    own = view.tree.root
    entry = Origins(own, view.source).entry(path) if isinstance(own, MappingNode) else None
    if entry is not None:
        yield entry.key.location, HighlightKind.WRITE
