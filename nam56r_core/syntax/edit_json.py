"""Edits of JSON documents.

Must not know any recipe key.
"""

from __future__ import annotations

import math
from collections.abc import Mapping as AnyMapping

from nam56r_core.changes import Change, Path, Plain, Remove, RenameKey, SetValue
from nam56r_core.syntax.edit_brackets import Brackets, index_of
from nam56r_core.syntax.edit_lines import Lines
from nam56r_core.syntax.edit_values import CannotEditError
from nam56r_core.syntax.edit_writing import double_quoted, number
from nam56r_core.syntax.nodes import Mapping, Node, Scalar, Sequence, SyntaxTree
from nam56r_core.text import TextEdit, TextRange


def json_edits(tree: SyntaxTree, change: Change) -> list[TextEdit]:
    """The edits that make a change that needs no other; raises `CannotEditError`."""
    editor = _Editor(tree)
    match change:
        case SetValue((), value):
            return editor.fill(value)
        case SetValue(path, value):
            return editor.set(path, value)
        case Remove(path):
            return editor.remove(path)
        case RenameKey(path, name):
            return [editor.rename(path, name)]
    raise CannotEditError


class _Editor:
    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._lines = Lines(tree.source)
        self._data = tree.source.data
        # Of documents on one line, those with a space after a comma or colon go on like that.
        self._is_compact = b'":' in self._data and b'": ' not in self._data
        self._step = _indentation_step(self._lines, tree.root)

    def fill(self, value: Plain) -> list[TextEdit]:
        """A value for a document that has none."""
        root = self._tree.root
        if root is not None:
            return [TextEdit(root.range, self._written(value, 0))]
        end = len(self._data.rstrip())
        return [TextEdit(TextRange(end, len(self._data)), self._written(value, 0) + "\n")]

    def set(self, path: Path, value: Plain) -> list[TextEdit]:
        *_, holder, old = self._chain(path)
        if holder is None:
            raise CannotEditError
        if old is not None:
            column = self._column_of(holder)
            return [TextEdit(old.range, self._written(value, column))]
        brackets = Brackets.of(self._lines, holder)
        name = path[-1] if isinstance(path[-1], str) else None
        if not brackets.members and self._opens_on_its_own_line(brackets):
            column = self._lines.column(holder.range.start) if holder is self._tree.root else None
            whole: Plain = [value] if name is None else {name: value}
            if column is None:
                column = len(self._lines.indentation(holder.range.start))
            return [TextEdit(holder.range, self._written(whole, column))]
        return brackets.with_member(
            self._member(name, value, brackets.column),
            separator="," if self._is_compact else ", ",
        )

    def rename(self, path: Path, name: str) -> TextEdit:
        *_, holder, _ = self._chain(path)
        entry = holder.entry(str(path[-1])) if isinstance(holder, Mapping) else None
        if entry is None:
            raise CannotEditError
        return TextEdit(entry.key.range, double_quoted(name))

    def remove(self, path: Path) -> list[TextEdit]:
        *_, holder, _ = self._chain(path)
        return Brackets.of(self._lines, holder).without(index_of(holder, path[-1]))

    def _chain(self, path: Path) -> list[Node | None]:
        """The nodes from the root to a path; the last may be missing."""
        if not path:
            raise CannotEditError
        nodes: list[Node | None] = [self._tree.root]
        for step in path:
            node = nodes[-1]
            if isinstance(node, Mapping):
                nodes.append(node.get(str(step)))
            elif isinstance(node, Sequence) and isinstance(step, int):
                nodes.append(node.items[step] if step < len(node.items) else None)
            else:
                raise CannotEditError
        return nodes

    def _opens_on_its_own_line(self, brackets: Brackets) -> bool:
        """Whether an empty collection would be written over several lines."""
        is_empty = not self._data[brackets.range.start + 1 : brackets.range.end - 1].strip()
        return is_empty and self._step > 0

    def _column_of(self, holder: Node) -> int | None:
        """The column of the members of a collection, if they have lines of their own."""
        first = holder.entries[0].key if isinstance(holder, Mapping) else None
        if isinstance(holder, Sequence):
            start = holder.items[0].range.start
        elif first is not None:
            start = first.range.start
        else:
            return None
        return self._lines.column(start) if self._lines.is_first(start) else None

    def _member(self, name: str | None, value: Plain, column: int | None) -> str:
        written = self._written(value, column)
        if name is None:
            return written
        return double_quoted(name) + (":" if self._is_compact else ": ") + written

    def _written(self, value: Plain, column: int | None) -> str:
        """A value in JSON; over several lines if it stands at a column, and is a mapping or a list
        of collections."""
        if isinstance(value, AnyMapping):
            members = [(key, item) for key, item in value.items()]
            return self._collection("{", members, "}", column)
        if isinstance(value, (str, int, float)) or value is None:
            return scalar(value)
        is_flat = not any(isinstance(item, AnyMapping | list | tuple) for item in value)
        items = [(None, item) for item in value]
        return self._collection("[", items, "]", None if is_flat else column)

    def _collection(
        self,
        opener: str,
        members: list[tuple[str, Plain]] | list[tuple[None, Plain]],
        closer: str,
        column: int | None,
    ) -> str:
        if column is None or not self._step or not members:
            separator = "," if self._is_compact else ", "
            inner = separator.join(self._member(name, item, None) for name, item in members)
            return opener + inner + closer
        inside = column + self._step
        line_break = self._lines.line_break
        inner = ("," + line_break).join(
            " " * inside + self._member(name, item, inside) for name, item in members
        )
        return opener + line_break + inner + line_break + " " * column + closer


def scalar(value: str | int | float | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, str):
        return double_quoted(value)
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise CannotEditError
    return number(value)


def _indentation_step(lines: Lines, root: Node | None) -> int:
    """Columns that the first member of the document is indented; 0 where all is on one line."""
    match root:
        case Mapping(entries=(first, *_)):
            start = first.key.range.start
        case Sequence(items=(item, *_)):
            start = item.range.start
        case Scalar():
            return 0
        case _:
            return 2
    return lines.column(start) if lines.is_first(start) else 0
