"""Builds the entries of a mapping: unique keys, in the order written.

Must not know which language they are written in.
"""

from __future__ import annotations

from nam56r_core.syntax.problems import Problems, shown
from nam56r_core.syntax.tree import Entry, Node, ScalarNode, SyntaxProblemKind


class MappingBuilder:
    """Keeps the first of equal keys and reports every other one."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._by_name: dict[str, Entry] = {}

    def add(self, key: ScalarNode, value: Node) -> None:
        name = str(key.value)
        entry = Entry(key, value)
        first = self._by_name.setdefault(name, entry)
        if first is not entry:
            where = key.range
            self._problems.add(
                SyntaxProblemKind.DUPLICATE_KEY,
                where.start,
                where.end,
                f"key {shown(name)}",
                first.key.range,
            )

    @property
    def kept(self) -> tuple[Entry, ...]:
        return tuple(self._by_name.values())
