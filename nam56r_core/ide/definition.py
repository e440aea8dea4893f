"""Where what stands at an offset comes from: a letter from its section, an overriding value from
the base, a base from its file, a position in a list of layers from the letter of that layer.

Must not know how an editor goes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location
from nam56r_core.ide.base_reference import BaseReference, base_reference_at
from nam56r_core.ide.document_link import document_links
from nam56r_core.ide.letters import (
    CARRY,
    HOOKS,
    layer_named_at,
    letter_at,
    letters_in_section,
)
from nam56r_core.ide.node_at_offset import NodeAtOffset, Part, node_at_offset
from nam56r_core.ide.view import View
from nam56r_core.recipe.origins import Origins


def definition(view: View, offset: int) -> tuple[Location, ...] | BaseReference:
    """The places that define what stands at an offset, in the order of the pattern where they are
    letters; a base that can be opened as its reference, which means the start of that file.

    A suppression's rule is defined in no recipe: its page is a hover.
    """
    reference = base_reference_at(view.tree, offset)
    if reference is not None:
        links = (link for link in document_links(view) if link.path == reference.path)
        return next(links, ())
    hit = node_at_offset(view.tree, offset)
    if hit is None or hit.scalar is None:
        return ()
    return tuple(_defining(view, hit, offset)) or tuple(_inherited(view, hit))


def _defining(view: View, hit: NodeAtOffset, offset: int) -> Iterator[Location]:
    """What a value points at by its meaning."""
    path = hit.path
    if path == ("pattern",) and hit.part is Part.VALUE:
        yield from _section(view, offset)
    elif len(path) == 3 and path[:2] == CARRY:
        for letter in letters_in_section(view, str(path[2])):
            yield letter.location
    elif len(path) == 3 and path[:2] == HOOKS:
        yield from _key(view.facts.origins, ("features", path[2]))
    else:
        layer = layer_named_at(view, path)
        if layer is not None:
            yield layer.location


def _section(view: View, offset: int) -> Iterable[Location]:
    """The section of the letter at an offset, own or inherited."""
    letter = letter_at(view.own_pattern, offset) if view.own_pattern else None
    section = view.facts.alphabet.section(letter.text) if letter else None
    return _key(view.facts.origins, (section,)) if section else ()


def _inherited(view: View, hit: NodeAtOffset) -> Iterable[Location]:
    """What the bases say at the place of an own key or value. A list replaces that of a base as a
    whole, so its items come from nowhere."""
    return _key(Origins(view.facts.inherited.base, view.source), hit.path)


def _key(origins: Origins, path: Path) -> Iterator[Location]:
    entry = origins.entry(path)
    if entry is not None:
        yield entry.key.location
