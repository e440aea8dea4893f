"""Edits of JSON documents.

Must not know any recipe key.
"""

from __future__ import annotations

from nam56r_core.changes import Path, Plain
from nam56r_core.syntax.edit.brackets import Brackets
from nam56r_core.syntax.edit.line_edits import LineEdits
from nam56r_core.syntax.editor import CannotEditError, index_of
from nam56r_core.syntax.json import write as write_json
from nam56r_core.syntax.json.write import Layout
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode, node_at
from nam56r_core.text import TextEdit, TextRange


class JsonEditor:
    """Edits one JSON document."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._root = tree.root
        self._data = tree.source.data
        self._lines = LineEdits(tree.source)
        self._layout = _layout(self._lines, tree.root)

    def fill(self, value: Plain) -> list[TextEdit]:
        text = write_json.value(value, self._layout, "")
        if self._root is not None:
            return [TextEdit(self._root.range, text)]
        where = TextRange(len(self._data.rstrip()), len(self._data))
        return [TextEdit(where, text + self._layout.line_break)]

    def replace(self, path: Path, value: Plain) -> list[TextEdit]:
        old = node_at(self._root, path)
        if old is None:
            raise CannotEditError
        indentation = self._brackets(path).indentation
        return [TextEdit(old.range, write_json.value(value, self._layout, indentation))]

    def insert(self, path: Path, value: Plain, after: tuple[str, ...] = ()) -> list[TextEdit]:
        name = path[-1] if isinstance(path[-1], str) else None
        brackets, layout = self._brackets(path), self._layout
        if brackets.is_empty and layout.step:
            indentation = self._lines.indentation(brackets.range.start)
            whole: Plain = [value] if name is None else {name: value}
            return [TextEdit(brackets.range, write_json.value(whole, layout, indentation))]
        member = write_json.member(name, value, layout, brackets.indentation)
        return brackets.with_member(member, separator=layout.comma)

    def remove(self, path: Path) -> list[TextEdit]:
        holder = node_at(self._root, path[:-1])
        return self._brackets(path).without(index_of(holder, path[-1]))

    def rename(self, path: Path, name: str) -> list[TextEdit]:
        holder = node_at(self._root, path[:-1])
        if not isinstance(holder, MappingNode):
            raise CannotEditError
        key = holder.entries[index_of(holder, path[-1])].key
        return [TextEdit(key.range, write_json.value(name))]

    def _brackets(self, path: Path) -> Brackets:
        """Those around what is at a path."""
        return Brackets.of(self._lines, node_at(self._root, path[:-1]))


def _layout(lines: LineEdits, root: Node | None) -> Layout:
    """The layout of the document: each level is indented like its first member. Of documents on
    one line, those with a space after a comma or colon go on like that."""
    match root:
        case MappingNode(entries=(entry, *_)):
            start = entry.key.range.start
        case SequenceNode(items=(item, *_)):
            start = item.range.start
        case _:
            return Layout("" if isinstance(root, ScalarNode) else "  ", lines.line_break)
    step = lines.indentation(start) if lines.is_first(start) else ""
    if b'":' in lines.data and b'": ' not in lines.data:
        return Layout(step, lines.line_break, comma=",", colon=":")
    return Layout(step, lines.line_break)
