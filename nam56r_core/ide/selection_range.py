"""Selection ranges: what a selection grows to, from a letter to the whole document.

Must not know what a key means, beyond the few whose value is a row of letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.ide.letters import CARRY
from nam56r_core.ide.node_at_offset import NodeAtOffset, Part, node_at_offset
from nam56r_core.ide.view import View
from nam56r_core.syntax.full_range import full_range, node_range
from nam56r_core.syntax.tree import MappingNode, ScalarNode
from nam56r_core.text import TextRange

_ROWS_OF_LETTERS: frozenset[Path] = frozenset({("pattern",), ("mtp", "pattern")})


def selection_ranges(view: View, offset: int) -> tuple[TextRange, ...]:
    """The ranges around an offset, the smallest first; each lies within the next and is smaller,
    and the last is the document.

    From a letter: the letter, the text of the pattern, its quotes, the entry, then each section
    around it.
    """
    hit = node_at_offset(view.tree, offset)
    innermost = hit.node if hit else view.tree.root
    wanted: list[TextRange] = []
    if view.tree.root is not None:
        wanted.append(node_range(view.tree.root))
    if hit is not None:
        wanted += _downwards(hit)
    if isinstance(innermost, MappingNode):
        # Between a key and its value.
        wanted += map(full_range, innermost.entries)
    if hit is not None and hit.scalar is not None:
        wanted += _inside(hit.scalar, hit, offset)
    chain = [view.source.full_range]
    for where in wanted:
        if where.touches(offset) and chain[-1].contains(where) and where != chain[-1]:
            chain.append(where)
    return tuple(reversed(chain))


def _downwards(hit: NodeAtOffset) -> Iterator[TextRange]:
    """Entries and values from the outermost to the one at the place."""
    values = (*hit.parents[1:], hit.node)
    for parent, step, value in zip(hit.parents, hit.path, values, strict=True):
        if isinstance(parent, MappingNode) and (entry := parent.entry(str(step))) is not None:
            yield full_range(entry)
        yield node_range(value)


def _inside(scalar: ScalarNode, hit: NodeAtOffset, offset: int) -> Iterator[TextRange]:
    """The text between quotes, then the letter, where each letter is a thing of its own."""
    chars = scalar.chars
    if not chars:
        return
    yield TextRange(chars[0].start, chars[-1].end)
    if hit.part is Part.VALUE and _is_row_of_letters(hit.path):
        inside = (where for where in chars if offset in where)
        ending = (where for where in chars if where.end == offset)
        letter = next(inside, None) or next(ending, None)
        if letter is not None and letter.length:
            yield letter


def _is_row_of_letters(path: Path) -> bool:
    return path in _ROWS_OF_LETTERS or path[:-1] == CARRY
