"""The tables of a TOML document in the making: what a header or dotted key may add to, and what
it may not touch again.

The rules are those of TOML 1.0: a table is defined once, by a header or by dotted keys of one
section; what is written inline is complete. Must not know how TOML is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nam56r_core.syntax.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.text import SourceText, TextRange


@dataclass(slots=True)
class Table:
    """A table that can still grow.

    `dotted_in` is the section whose dotted keys define it; for any other section it is as closed
    as a table that has a header.
    """

    start: int
    end: int
    slots: dict[str, Slot] = field(default_factory=dict)
    has_header: bool = False
    dotted_in: int | None = None

    @property
    def is_undefined(self) -> bool:
        """Whether only names of tables inside it were seen so far."""
        return not self.has_header and self.dotted_in is None


@dataclass(slots=True)
class TableArray:
    """What `[[name]]` headers define; there is always a table in it."""

    tables: list[Table]


@dataclass(slots=True)
class Slot:
    """A key and what it holds; `Node` is everything that is complete."""

    key: ScalarNode
    content: Table | TableArray | Node


class AlreadyDefinedError(Exception):
    """A key may not be defined here, because of what `first` is."""

    def __init__(self, key: ScalarNode, first: ScalarNode) -> None:
        super().__init__(key.value)
        self.key = key
        self.first = first


class Tables:
    """A root table and the section that is being read."""

    def __init__(self, source: SourceText, start: int) -> None:
        self._source = source
        self.root = Table(start, start)
        self._path = [self.root]
        self._section = 0

    def open_table(self, keys: Iterable[ScalarNode], start: int, end: int) -> None:
        """`[a.b]`: everything up to the next header goes into this table."""
        *parents, last = keys
        path = self._descend(parents, start, end)
        slot = path[-1].slots.get(str(last.value))
        if slot is None:
            table = self._new(path[-1], last, start, end)
        elif isinstance(slot.content, Table) and slot.content.is_undefined:
            table = slot.content
        else:
            raise AlreadyDefinedError(last, slot.key)
        table.has_header = True
        self._enter([*path, table])

    def open_array(self, keys: Iterable[ScalarNode], start: int, end: int) -> None:
        """`[[a.b]]`: a further table of this array."""
        *parents, last = keys
        path = self._descend(parents, start, end)
        slot = path[-1].slots.get(str(last.value))
        table = Table(start, end, has_header=True)
        if slot is None:
            path[-1].slots[str(last.value)] = Slot(last, TableArray([table]))
        elif isinstance(slot.content, TableArray):
            slot.content.tables.append(table)
        else:
            raise AlreadyDefinedError(last, slot.key)
        self._enter([*path, table])

    def open_nowhere(self, start: int) -> None:
        """After a header that may not be: its keys are read, but belong to nothing."""
        self._enter([Table(start, start)])

    def add(self, keys: Iterable[ScalarNode], value: Node) -> None:
        """`a.b = value` in the current section."""
        *parents, last = keys
        table = self._path[-1]
        chain = [table]
        for key in parents:
            slot = table.slots.get(str(key.value))
            if slot is None:
                table = self._new(table, key, key.range.start, key.range.end)
            elif isinstance(slot.content, Table) and self._may_grow(slot.content):
                table = slot.content
            else:
                raise AlreadyDefinedError(key, slot.key)
            table.dotted_in = self._section
            chain.append(table)
        first = table.slots.get(str(last.value))
        if first is not None:
            raise AlreadyDefinedError(last, first.key)
        table.slots[str(last.value)] = Slot(last, value)
        self._extend([*self._path, *chain], value.range.end)

    def depth(self) -> int:
        return len(self._path)

    def mapping(self) -> MappingNode:
        return _mapping(self.root, self._source)

    def _descend(self, keys: list[ScalarNode], start: int, end: int) -> list[Table]:
        """The tables that the first parts of a header name, made where there are none."""
        table = self.root
        path = [table]
        for key in keys:
            slot = table.slots.get(str(key.value))
            if slot is None:
                table = self._new(table, key, start, end)
            elif isinstance(slot.content, Table):
                table = slot.content
            elif isinstance(slot.content, TableArray):
                table = slot.content.tables[-1]
            else:
                raise AlreadyDefinedError(key, slot.key)
            path.append(table)
        return path

    def _enter(self, path: list[Table]) -> None:
        self._section += 1
        self._path = path
        self._extend(path, path[-1].end)

    def _new(self, parent: Table, key: ScalarNode, start: int, end: int) -> Table:
        table = Table(start, end)
        parent.slots[str(key.value)] = Slot(key, table)
        return table

    def _may_grow(self, table: Table) -> bool:
        """Whether dotted keys of the current section may add to the table."""
        return not table.has_header and table.dotted_in in (None, self._section)

    @staticmethod
    def _extend(path: list[Table], end: int) -> None:
        for table in path:
            table.end = max(table.end, end)


def _mapping(table: Table, source: SourceText) -> MappingNode:
    entries = tuple([Entry(slot.key, _node(slot, source)) for slot in table.slots.values()])
    return MappingNode(entries, source, TextRange(table.start, table.end))


def _node(slot: Slot, source: SourceText) -> Node:
    content = slot.content
    if isinstance(content, Table):
        return _mapping(content, source)
    if isinstance(content, TableArray):
        items = tuple([_mapping(table, source) for table in content.tables])
        where = TextRange(items[0].range.start, items[-1].range.end)
        return SequenceNode(items, source, where)
    return content
