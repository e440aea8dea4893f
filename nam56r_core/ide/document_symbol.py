"""Document symbols: the outline of a recipe, down to the letters of its pattern.

What a base says is not in the outline: it is not in the document. Must not know how an outline is
drawn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice, pairwise

from nam56r_core.changes import Path
from nam56r_core.ide.statuses import in_words
from nam56r_core.ide.view import View
from nam56r_core.layers import FAMILY_OF_SECTION, SECTION_OF
from nam56r_core.plan.model import Layer
from nam56r_core.plural import counted
from nam56r_core.syntax.full_range import full_range, is_written_at, node_range, written_items
from nam56r_core.syntax.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import TextRange

MAX_SYMBOLS = 5_000
"""Symbols of one outline; editors become slow with more. The outermost are kept."""

_PATTERN: Path = ("pattern",)
_LONGEST = 48
"""Characters of a value that a detail shows."""

_NUMBERED = 8
"""Layers of a letter that a detail names."""


class SymbolKind(Enum):
    """What a symbol stands for."""

    SECTION = "section"
    LIST = "list"
    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"
    NOTHING = "nothing"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class DocumentSymbol:
    """One line of the outline. `name` is never blank; `selection_range` (the key) lies in `range`.

    Ranges of siblings do not overlap. So a table of TOML that another one interrupts ends before
    it, and what it holds further down has its range there.
    """

    name: str
    detail: str
    kind: SymbolKind
    range: TextRange
    selection_range: TextRange
    children: tuple[DocumentSymbol, ...] = ()


def document_symbols(view: View, most: int = MAX_SYMBOLS) -> tuple[DocumentSymbol, ...]:
    """The outline, in the order of the text; at most so many symbols, level by level."""
    root = view.tree.root
    if root is None:
        return ()
    outline = _Outline(view)
    waiting = deque([top := _Growing(None, outline.below((), root))])
    left = most
    while waiting and left:
        growing = waiting.popleft()
        growing.children += islice(growing.below, left)
        left -= len(growing.children)
        waiting += growing.children
    return tuple(child.grown() for child in top.children)


@dataclass(slots=True)
class _Growing:
    """A symbol whose children are not all known; `below` are those still to come."""

    symbol: DocumentSymbol | None
    below: Iterator[_Growing]
    children: list[_Growing] = field(default_factory=list)

    def grown(self) -> DocumentSymbol:
        symbol = self.symbol
        assert symbol is not None
        return DocumentSymbol(
            symbol.name,
            symbol.detail,
            symbol.kind,
            symbol.range,
            symbol.selection_range,
            tuple(child.grown() for child in self.children),
        )


class _Outline:
    """Makes symbols; sections of letters are told apart by the layers they configure."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._layers: dict[str | None, list[Layer]] = {}
        for layer in view.plan.layers:
            self._layers.setdefault(SECTION_OF.get(layer.family), []).append(layer)

    def below(self, path: Path, node: Node) -> Iterator[_Growing]:
        """The symbols directly below a value."""
        match node:
            case MappingNode():
                yield from self._entries(path, node)
            case SequenceNode():
                for index, item in written_items(node):
                    if not isinstance(item, ScalarNode):
                        yield self._item((*path, index), f"[{index}]", item)
            case ScalarNode():
                if path == _PATTERN:
                    yield from self._letters(node)

    def _entries(self, path: Path, mapping: MappingNode) -> Iterator[_Growing]:
        extents = [full_range(entry) for entry in mapping.entries]
        ends = pairwise([*(extent.start for extent in extents), mapping.source.full_range.end])
        for entry, extent, (_, next_start) in zip(mapping.entries, extents, ends, strict=True):
            end = max(entry.key.range.end, min(extent.end, next_start))
            yield self._entry((*path, entry.name), entry, TextRange(extent.start, end))

    def _entry(self, path: Path, entry: Entry, where: TextRange) -> _Growing:
        symbol = DocumentSymbol(
            _name(entry.name),
            self._detail(path, entry.value),
            _kind(entry.value),
            where,
            entry.key.range,
        )
        written = is_written_at(entry)
        return _Growing(symbol, self.below(path, entry.value) if written else iter(()))

    def _item(self, path: Path, name: str, item: Node) -> _Growing:
        where = node_range(item)
        symbol = DocumentSymbol(name, self._detail(path, item), _kind(item), where, where)
        return _Growing(symbol, self.below(path, item))

    def _letters(self, scalar: ScalarNode) -> Iterator[_Growing]:
        """The letters of a pattern that this document says."""
        pattern = self._view.own_pattern
        if pattern is None or pattern.location.range != scalar.range:
            return
        for letter in pattern.letters:
            where = letter.location.range
            layers = self._view.plan.layers_of(letter.letter_number)
            symbol = DocumentSymbol(
                _name(letter.text), _about_letter(layers), SymbolKind.LETTER, where, where
            )
            yield _Growing(symbol, iter(()))

    def _detail(self, path: Path, node: Node) -> str:
        match node:
            case MappingNode() if len(path) == 1 and path[0] in FAMILY_OF_SECTION:
                layers = self._layers.get(str(path[0]), [])
                return in_words(layers) if layers else "no layer"
            case MappingNode():
                return ""
            case SequenceNode():
                return counted(len(node.items), "item")
            case ScalarNode():
                text = _one_line(node)
                layers = list(self._view.plan.layers) if path == _PATTERN else []
                return f"{text} · {in_words(layers)}" if layers else text


def _name(text: str) -> str:
    """The protocol allows no blank name."""
    return text if text.strip() else f'"{text}"'


def _about_letter(layers: Sequence[Layer]) -> str:
    """`5 layers, native (1, 13, 25, 37, 49)`, by layer numbers from 1."""
    if not layers:
        return "no layer"
    shown = [str(layer.layer_number) for layer in layers[:_NUMBERED]]
    more = ["…"] if len(layers) > _NUMBERED else []
    return f"{in_words(layers)} ({', '.join(shown + more)})"


def _kind(node: Node) -> SymbolKind:
    match node:
        case MappingNode():
            return SymbolKind.SECTION
        case SequenceNode():
            return SymbolKind.LIST
        case ScalarNode(value=None):
            return SymbolKind.NOTHING
        case ScalarNode(value=bool()):
            return SymbolKind.SWITCH
        case ScalarNode(value=int() | float()):
            return SymbolKind.NUMBER
        case ScalarNode():
            return SymbolKind.TEXT


def _one_line(scalar: ScalarNode) -> str:
    """A value as it is written, a text without its quotes, shortened."""
    value = scalar.value
    text = " ".join(
        (value if isinstance(value, str) else scalar.source.slice(scalar.range)).split()
    )
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
