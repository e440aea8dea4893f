"""Hovers on values: a letter of the pattern, a symbol, a flag of `extra_args`, a layer's position,
the target, or any value of a key, with the words that its flag takes.

Must not know comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.explanations.model import Topic
from nam56r_core.ide.hover.flag import flag_part
from nam56r_core.ide.hover.key import key_part
from nam56r_core.ide.hover.letter import break_parts, layer_parts, letter_parts, symbol_part
from nam56r_core.ide.hover.target import target_part
from nam56r_core.ide.hover.text import Hover, hover_of, meaning, part_of
from nam56r_core.ide.letters import CARRY, layer_named_at, letter_at
from nam56r_core.ide.prose import term_at
from nam56r_core.ide.view import View
from nam56r_core.syntax.tree import ScalarNode
from nam56r_core.text import TextRange

_WORD = re.compile(r"\S+")


def value_hover(view: View, path: Path, value: ScalarNode, offset: int) -> Hover | None:
    """About the value at a path, or the part of it that an offset touches."""
    found: Hover | None = None
    if path == ("pattern",):
        found = _in_pattern(view, offset)
    elif path == ("mtp", "pattern"):
        found = _in_mtp_part(view, value, offset)
    elif path[0] == "extra_args":
        found = _in_extra_argument(view, path, value, offset)
    return found or hover_of(_about_value(view, path, value, offset), value.range)


def _in_pattern(view: View, offset: int) -> Hover | None:
    """The letter or the stage break at an offset; of two that meet there the one behind it."""
    pattern = view.own_pattern
    if pattern is None:
        return None
    for stage_break in pattern.breaks:
        if offset in stage_break.location.range:
            return hover_of(break_parts(view, stage_break), stage_break.location.range)
    letter = letter_at(pattern, offset)
    return hover_of(letter_parts(view, letter), letter.location.range) if letter else None


def _in_mtp_part(view: View, value: ScalarNode, offset: int) -> Hover | None:
    """A symbol of the part that each depth of multi-token prediction builds."""
    for char, where in zip(str(value.value), value.chars or (), strict=False):
        if offset in where:
            symbol = symbol_part(view, char)
            return hover_of([symbol, key_part(view, ("mtp", "pattern"))], where) if symbol else None
    return None


def _in_extra_argument(view: View, path: Path, value: ScalarNode, offset: int) -> Hover | None:
    """The flag of an item, on its name and on its values."""
    chars = value.chars
    words = list(_WORD.finditer(str(value.value))) if chars else []
    for word in words:
        assert chars
        where = TextRange(chars[word.start()].start, chars[word.end() - 1].end)
        if where.touches(offset):
            return hover_of([flag_part(view, words[0].group(), path)], where)
    return None


def _about_value(view: View, path: Path, value: ScalarNode, offset: int) -> Iterator[str]:
    """What is special about a value, then its key, then a term in its text."""
    if path == ("target",):
        yield target_part(view)
    layer = layer_named_at(view, path)
    if layer is not None:
        yield from layer_parts(view, layer)
    if path[:2] == CARRY and isinstance(value.value, str):
        yield symbol_part(view, value.value)
    yield key_part(view, path)
    if isinstance(value.value, str):
        term = term_at(view.source, value.range, offset, letters=False)
        if term is not None:
            yield part_of(meaning(term.name, Topic.TERM, view.facts.target))
