"""Edits of TOML documents: pairs and tables by their lines, collections in brackets by their
commas.

Must not know any recipe key.
"""

from __future__ import annotations

from collections.abc import Mapping

from nam56r_core.changes import Path, Plain
from nam56r_core.syntax.edit.brackets import Brackets
from nam56r_core.syntax.edit.line_edits import LineEdits
from nam56r_core.syntax.editor import CannotEditError, index_of
from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.toml import write as write_toml
from nam56r_core.syntax.toml.statements import Kind, Statement, statements_of
from nam56r_core.syntax.toml.write import header, pair, pair_lines, section_lines, tables_below
from nam56r_core.syntax.tree import MappingNode, SequenceNode, node_at
from nam56r_core.text import TextEdit


class TomlEditor:
    """Edits one TOML document."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._data = tree.source.data
        self._lines = LineEdits(tree.source)
        self._statements = statements_of(tree)

    # ---------------------------------------------------------------------- changes

    def fill(self, value: Plain) -> list[TextEdit]:
        if self._tree.root is not None or not isinstance(value, Mapping):
            raise CannotEditError
        pairs, tables = pair_lines(value), tables_below([], value)
        return [self._at_end([*pairs, *tables] if pairs else tables[1:])]

    def replace(self, path: Path, value: Plain) -> list[TextEdit] | None:
        """None where a table gets a value that is no table."""
        node = node_at(self._tree.root, path)
        if node is not None and self._pair_around(path):
            old = self._tree.source.slice(node.range)
            return [TextEdit(node.range, write_toml.value(value, old=old))]
        head = self._header(path)
        if head and isinstance(value, Mapping):
            # A table that is left empty (one that is not is changed entry by entry).
            return self._without([s for s in self._within(path) if s is not head])
        return None

    def insert(self, path: Path, value: Plain, after: tuple[str, ...] = ()) -> list[TextEdit]:
        parent, name = path[:-1], path[-1]
        if self._pair_around(path):
            return self._add_member(path, value)
        if isinstance(name, int):
            return [self._add_table_of_array(parent, value)]
        if not isinstance(value, Mapping):
            return [self._add_pair(parent, name, value)]
        if self._is_dotted(parent):
            return [self._add_dotted(parent, name, value)]
        lines = section_lines(_names(path), value)
        return [self._below(parent, ["", *lines]) if parent else self._at_end(lines)]

    def remove(self, path: Path) -> list[TextEdit] | None:
        """None where an array loses its only table."""
        around = self._pair_around(path)
        holder = node_at(self._tree.root, path[:-1])
        if around and around.path != path:
            return Brackets.of(self._lines, holder).without(index_of(holder, path[-1]))
        if isinstance(holder, SequenceNode) and len(holder.items) == 1:
            return None
        return self._without(self._within(path))

    def rename(self, path: Path, name: str) -> list[TextEdit]:
        around = self._pair_around(path)
        if around and around.path != path:
            holder = node_at(self._tree.root, path[:-1])
            if not isinstance(holder, MappingNode):
                raise CannotEditError
            keys = [holder.entries[index_of(holder, path[-1])].key.range]
        else:
            written = (statement.writes_key_of(path) for statement in self._statements)
            keys = [where for where in written if where]
        slice_of = self._tree.source.slice
        return [TextEdit(at, write_toml.key(name, old=slice_of(at))) for at in keys]

    def _without(self, statements: list[Statement]) -> list[TextEdit]:
        """Takes out statements; those that follow one another go with everything between them."""
        stretches: list[tuple[int, int]] = []
        last = -1
        for statement in statements:
            number = self._statements.index(statement)
            start = statement.range.start
            if stretches and number == last + 1:
                start, _ = stretches.pop()
            stretches.append((start, statement.range.end))
            last = number
        return self._lines.without(stretches)

    # ------------------------------------------------------------- values in one pair

    def _pair_around(self, path: Path) -> Statement | None:
        """The pair whose value holds what is at a path, or is it."""
        for statement in self._statements:
            if statement.kind is Kind.PAIR and path[: len(statement.path)] == statement.path:
                return statement
        return None

    def _add_member(self, path: Path, value: Plain) -> list[TextEdit]:
        brackets = Brackets.of(self._lines, node_at(self._tree.root, path[:-1]))
        name = path[-1]
        if isinstance(name, str):
            return brackets.with_member(pair(name, value), padding=" ")
        return brackets.with_member(write_toml.value(value))

    # ------------------------------------------------------------- new pairs and tables

    def _add_table_of_array(self, array: Path, value: Plain) -> TextEdit:
        if not isinstance(value, Mapping):
            raise CannotEditError
        names = _names(array)
        head = f"[{header(names)}]"
        return self._below(array, ["", head, *pair_lines(value), *tables_below(names, value)])

    def _add_pair(self, parent: Path, name: str, value: Plain) -> TextEdit:
        if not parent:
            return self._add_root_pair(pair(name, value))
        head = self._header(parent)
        if head:
            last = [s for s in self._statements if s.section == head.section][-1]
            return self._below_statement(last, [pair(name, value)])
        if self._is_dotted(parent):
            return self._add_dotted(parent, name, value)
        # Only tables inside it have headers: it gets its own, above them.
        lines = [header(_names(parent)), pair(name, value), ""]
        return self._lines.added_before(self._above_comments(self._within(parent)[0]), lines)

    def _add_root_pair(self, line: str) -> TextEdit:
        """Pairs of the root come before the first header."""
        root = [statement for statement in self._statements if statement.section == 0]
        if root:
            return self._below_statement(root[-1], [line])
        if not self._statements:
            return self._at_end([line])
        at = self._above_comments(self._statements[0])
        if at == start_of_text(self._data):
            # A comment at the top is about the document.
            at = self._statements[0].range.start
        return self._lines.added_before(at, [line, ""])

    def _is_dotted(self, table: Path) -> bool:
        """Whether dotted keys define the table; of the root, whether they define all others."""
        if not table:
            only_pairs = all(statement.kind is Kind.PAIR for statement in self._statements)
            return only_pairs and any(len(statement.path) > 1 for statement in self._statements)
        within = self._within(table)
        return not self._header(table) and any(
            s.writes_key_of(table) and s.kind is Kind.PAIR for s in within
        )

    def _add_dotted(self, parent: Path, name: str, value: Plain) -> TextEdit:
        """A pair with a dotted key, below the last one that is in the same table."""
        last = [s for s in self._within(parent) if s.kind is Kind.PAIR][-1]
        written = len(last.parts) - (len(last.path) - len(parent))
        names = [str(step) for step in parent[len(parent) - written :]] if written > 0 else []
        return self._below_statement(last, write_toml.dotted_lines([*names, name], value))

    # ---------------------------------------------------------------------- places

    def _within(self, path: Path) -> list[Statement]:
        """The statements that write what is at a path; there is always one."""
        statements = [statement for statement in self._statements if statement.is_within(path)]
        if not statements:
            # A document with forbidden characters may be read otherwise.
            raise CannotEditError
        return statements

    def _header(self, table: Path) -> Statement | None:
        headers = (s for s in self._within(table) if s.kind is not Kind.PAIR)
        return next((header for header in headers if header.path == table), None)

    def _below_statement(self, statement: Statement, lines: list[str]) -> TextEdit:
        """Lines below a statement, indented like it."""
        indentation = self._lines.indentation(statement.range.start)
        return self._lines.added(statement.range.end, [indentation + line for line in lines])

    def _below(self, table: Path, lines: list[str]) -> TextEdit:
        """Lines below everything that is in a table."""
        return self._lines.added(self._within(table)[-1].range.end, lines)

    def _at_end(self, lines: list[str]) -> TextEdit:
        is_blank = not self._data[start_of_text(self._data) :].strip()
        is_pair = not lines[0].startswith("[")
        separate = is_blank or is_pair or self._lines.is_blank(len(self._data) - 1)
        return self._lines.added_at_end(lines if separate else ["", *lines])

    def _above_comments(self, statement: Statement) -> int:
        """Where the comments right above a statement begin, or else its line."""
        at = self._lines.start(statement.range.start)
        while at > start_of_text(self._data):
            above = self._lines.start(at - 1)
            if not self._data[above:at].lstrip(b" \t").startswith(b"#"):
                break
            at = above
        return at


def _names(path: Path) -> list[str]:
    """A path as a header says it: without the positions in arrays."""
    return [step for step in path if isinstance(step, str)]
