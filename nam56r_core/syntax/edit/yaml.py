"""Edits of YAML documents: blocks by their lines, collections in brackets by their commas.

Must not know any recipe key.
"""

from __future__ import annotations

from nam56r_core.changes import Path, Plain
from nam56r_core.syntax import write_yaml
from nam56r_core.syntax.edit.brackets import Brackets, inserted
from nam56r_core.syntax.edit.editor import CannotEditError
from nam56r_core.syntax.edit.lines import Lines
from nam56r_core.syntax.edit.yaml_places import Place, Places, is_flow
from nam56r_core.syntax.nodes import Mapping, Node, Scalar, Sequence, SyntaxTree
from nam56r_core.syntax.write_yaml import block_lines, fits_one_line
from nam56r_core.text import TextEdit, TextRange


class YamlEditor:
    """Edits one YAML document."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._data = tree.source.data
        self._lines = Lines(tree.source)
        self._places = Places(tree)
        self._step = _indentation_step(self._lines, tree.root)

    # ---------------------------------------------------------------------- changes

    def fill(self, value: Plain) -> list[TextEdit]:
        if self._tree.root is not None:
            raise CannotEditError
        return [self._lines.added_at_end(block_lines(value, 0, self._step))]

    def replace(self, path: Path, value: Plain) -> list[TextEdit]:
        places = self._places.along(path)
        place, in_flow = places[-1], self._is_in_flow(places)
        if not in_flow and not fits_one_line(value):
            return self._write_block(place, value)
        old = self._tree.source.slice(place.value)
        return self._write_text(place, write_yaml.value(value, old=old, in_flow=in_flow))

    def insert(self, path: Path, value: Plain) -> list[TextEdit]:
        places = self._places.along(path[:-1])
        holder = places[-1].node if places else self._tree.root
        name = path[-1] if isinstance(path[-1], str) else None
        if holder is None:
            raise CannotEditError
        if is_flow(holder, self._data):
            return self._brackets(holder).with_member(write_yaml.member(name, value))
        count = self._places.count(holder)
        if not count or self._is_in_flow(places):
            raise CannotEditError
        last = self._places.place(holder, count - 1)
        lines = write_yaml.entry_lines(name, value, self._lines.column(last.start), self._step)
        is_tall = len(lines) > 1 or self._lines.end(last.start) < last.value.end
        if count > 1 and is_tall and self._lines.is_below_blank(last.start):
            lines = ["", *lines]
        return [self._lines.added(last.value.end, lines)]

    def remove(self, path: Path) -> list[TextEdit]:
        places = self._places.along(path)
        place = places[-1]
        if is_flow(place.holder, self._data):
            return self._brackets(place.holder).without(place.index)
        if self._places.count(place.holder) > 1:
            return self._without_one_of_several(place)
        if isinstance(place.holder, Sequence):
            return self._write_empty(places[:-1], "[]")
        return self._without_emptied(places)

    def rename(self, path: Path, name: str) -> list[TextEdit]:
        place = self._places.along(path)[-1]
        if not isinstance(place.holder, Mapping):
            raise CannotEditError
        key = place.holder.entries[place.index].key
        old, in_flow = self._tree.source.slice(key.range), is_flow(place.holder, self._data)
        return [TextEdit(key.range, write_yaml.string(name, old=old, in_flow=in_flow))]

    # ------------------------------------------------------------------- other values

    def _write_text(self, place: Place, text: str) -> list[TextEdit]:
        """Text of one line in place of a value."""
        if place.has_tag:
            text = " ".join(["", *place.anchors, text])
            return [TextEdit(TextRange(place.after, place.value.end), text)]
        if place.value.length == 0:
            mark = "" if place.has_mark else ":"
            return [inserted(place.value.start, f"{mark} {text}")]
        if self._is_below(place):
            # Comments between the key and its value stay where they are.
            below = self._lines.without([(place.value.start, place.value.end)])
            return [inserted(place.head, f" {text}"), *below]
        return [TextEdit(place.value, text + self._places.header_comment(place))]

    def _write_block(self, place: Place, value: Plain) -> list[TextEdit]:
        """A value of several lines in place of another."""
        if place.has_tag:
            raise CannotEditError
        column = self._lines.column(place.value.start)
        if self._is_below(place):
            if isinstance(place.holder, Mapping):
                # A list may stand right below its key, a mapping may not.
                column = max(column, self._lines.column(place.start) + self._step)
            lines = block_lines(value, column, self._step)
            where = TextRange(self._lines.start(place.value.start), place.value.end)
            return [TextEdit(where, self._lines.line_break.join(lines))]
        if isinstance(place.holder, Sequence) or not self._is_beside(place):
            if place.value.length == 0:
                column += 1
            first, *others = block_lines(value, column, self._step)
            first = first.lstrip(" ")
            edit = TextEdit(place.value, first if place.value.length else f" {first}")
            return [edit, *([self._lines.added(place.value.end, others)] if others else [])]
        column = self._lines.column(place.start) + self._step
        lines = block_lines(value, column, self._step)
        edits = [self._lines.added(place.value.end, lines)]
        if place.value.length:
            comment = self._places.header_comment(place)
            edits.append(TextEdit(TextRange(place.head, place.value.end), comment))
        return edits

    def _write_empty(self, places: list[Place], text: str) -> list[TextEdit]:
        """`{}` or `[]` in place of the collection that lost its last member."""
        if places:
            return self._write_text(places[-1], text)
        root = self._tree.root
        assert root is not None
        written = TextRange(root.range.start, self._places.written_end(root))
        return [TextEdit(written, text)]

    # -------------------------------------------------------------------- removal

    def _without_one_of_several(self, place: Place) -> list[TextEdit]:
        """An entry or item of a block; what is left must not lose the dash it stands behind."""
        before = self._lines.before(place.start)
        if not before.strip(b" "):
            return self._lines.without([(place.start, place.value.end)])
        if place.index or before.strip(b" -"):
            raise CannotEditError
        following = self._places.place(place.holder, 1).start
        if not self._data[self._lines.next(place.value.end) : following].strip():
            return [TextEdit(TextRange(place.start, following), "")]
        return [self._without_behind_dash(place, place.value.end)]

    def _without_behind_dash(self, place: Place, end: int) -> TextEdit:
        """All that stands behind a dash, down to the line of an offset."""
        before = self._lines.before(place.start)
        if before.strip(b" -"):
            raise CannotEditError
        start = self._lines.start(place.start) + len(before.rstrip(b" "))
        return TextEdit(TextRange(start, self._lines.end(end)), "")

    def _without_emptied(self, places: list[Place]) -> list[TextEdit]:
        """The only entry of a mapping, and the mappings that hold nothing else. Comments between
        their keys stay."""
        depth = len(places) - 1
        while self._places.count(places[depth].holder) == 1:
            self._check_nothing_unread(places[depth].holder)
            if depth == 0:
                break
            if isinstance(places[depth - 1].holder, Sequence):
                return self._write_empty(places[:depth], "{}")
            depth -= 1
        outermost, last = places[depth], places[-1]
        has_comments = b"#" in self._data[outermost.head : last.start]
        if not has_comments and self._places.count(outermost.holder) > 1:
            return self._without_one_of_several(outermost)
        stretches = [(place.start, place.head) for place in places[depth:-1]]
        stretches.append((last.start, last.value.end))
        if self._lines.is_first(outermost.start):
            return self._lines.without(stretches)
        first = self._without_behind_dash(outermost, outermost.head)
        return [first, *self._lines.without(stretches[1:])]

    def _check_nothing_unread(self, node: Node) -> None:
        """A merge key, or an entry that could not be read, would be left behind."""
        end = self._places.written_end(node)
        where = TextRange(node.range.start, max(end, node.range.end))
        if any(problem.location.range.start in where for problem in self._tree.problems):
            raise CannotEditError

    # -------------------------------------------------------------------- places

    def _is_in_flow(self, places: list[Place]) -> bool:
        return any(is_flow(place.holder, self._data) for place in places)

    def _is_beside(self, place: Place) -> bool:
        """Whether a value begins in the line of its key."""
        return self._lines.start(place.head) == self._lines.start(place.value.start)

    def _is_below(self, place: Place) -> bool:
        """Whether a value is a block that begins in a line below its key or dash."""
        is_block = not isinstance(place.node, Scalar) and not is_flow(place.node, self._data)
        return is_block and not self._is_beside(place)

    def _brackets(self, holder: Node) -> Brackets:
        count = self._places.count(holder)
        places = [self._places.place(holder, index) for index in range(count)]
        members = [TextRange(place.start, max(place.after, place.value.end)) for place in places]
        return Brackets(self._lines, holder.range, members)


def _indentation_step(lines: Lines, root: Node | None) -> int:
    """Columns that the first nested mapping of the document is indented."""
    unread = [root]
    while unread:
        node = unread.pop()
        if not isinstance(node, Mapping) or is_flow(node, lines.data):
            continue
        for entry in node.entries:
            below = entry.value
            if isinstance(below, Mapping) and below.entries and not is_flow(below, lines.data):
                columns = [lines.column(m.entries[0].key.range.start) for m in (node, below)]
                if columns[1] > columns[0]:
                    return columns[1] - columns[0]
            unread.append(below)
    return 2
