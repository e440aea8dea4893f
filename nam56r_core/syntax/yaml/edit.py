"""Edits of YAML documents: blocks by their lines, collections in brackets by their commas.

Must not know any recipe key.
"""

from __future__ import annotations

from nam56r_core.changes import Path, Plain
from nam56r_core.syntax.edit.brackets import Brackets, inserted
from nam56r_core.syntax.edit.line_edits import LineEdits
from nam56r_core.syntax.editor import CannotEditError
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode
from nam56r_core.syntax.yaml import write as write_yaml
from nam56r_core.syntax.yaml.members import Member, Members, is_flow
from nam56r_core.syntax.yaml.write import block_lines, fits_one_line
from nam56r_core.text import TextEdit, TextRange


class YamlEditor:
    """Edits one YAML document."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._tree = tree
        self._data = tree.source.data
        self._lines = LineEdits(tree.source)
        self._members = Members(tree)
        self._step = _indentation_step(self._lines, tree.root)

    # ---------------------------------------------------------------------- changes

    def fill(self, value: Plain) -> list[TextEdit]:
        if self._tree.root is not None:
            raise CannotEditError
        return [self._lines.added_at_end(block_lines(value, 0, self._step))]

    def replace(self, path: Path, value: Plain) -> list[TextEdit]:
        members = self._members.along(path)
        member, in_flow = members[-1], self._is_in_flow(members)
        if not in_flow and not fits_one_line(value):
            return self._write_block(member, value)
        old = self._tree.source.slice(member.value)
        return self._write_text(member, write_yaml.value(value, old=old, in_flow=in_flow))

    def insert(self, path: Path, value: Plain, after: tuple[str, ...] = ()) -> list[TextEdit]:
        members = self._members.along(path[:-1])
        holder = members[-1].node if members else self._tree.root
        name = path[-1] if isinstance(path[-1], str) else None
        if holder is None:
            raise CannotEditError
        if is_flow(holder, self._data):
            return self._brackets(holder).with_member(write_yaml.member(name, value))
        count = self._members.count(holder)
        if not count or self._is_in_flow(members):
            raise CannotEditError
        last = self._members.member(holder, self._place_for(holder, count, after))
        lines = write_yaml.entry_lines(name, value, self._lines.column(last.start), self._step)
        is_tall = len(lines) > 1 or self._lines.end(last.start) < last.value.end
        if count > 1 and is_tall and self._lines.is_below_blank(last.start):
            lines = ["", *lines]
        return [self._lines.added(last.value.end, lines)]

    def _place_for(self, holder: Node, count: int, after: tuple[str, ...]) -> int:
        """The member below which a new one is written: the first of `after` that is there, if its
        value ends in its own line, or else the last."""
        names = [entry.name for entry in holder.entries] if isinstance(holder, MappingNode) else []
        for name in after:
            if name in names:
                index = names.index(name)
                member = self._members.member(holder, index)
                if self._lines.end(member.start) >= member.value.end:
                    return index
        return count - 1

    def remove(self, path: Path) -> list[TextEdit]:
        members = self._members.along(path)
        member = members[-1]
        if is_flow(member.holder, self._data):
            return self._brackets(member.holder).without(member.index)
        if self._members.count(member.holder) > 1:
            return self._without_one_of_several(member)
        if isinstance(member.holder, SequenceNode):
            return self._write_empty(members[:-1], "[]")
        return self._without_emptied(members)

    def rename(self, path: Path, name: str) -> list[TextEdit]:
        member = self._members.along(path)[-1]
        if not isinstance(member.holder, MappingNode):
            raise CannotEditError
        key = member.holder.entries[member.index].key
        old, in_flow = self._tree.source.slice(key.range), is_flow(member.holder, self._data)
        return [TextEdit(key.range, write_yaml.string(name, old=old, in_flow=in_flow))]

    # ------------------------------------------------------------------- other values

    def _write_text(self, member: Member, text: str) -> list[TextEdit]:
        """Text of one line in place of a value."""
        if member.has_tag:
            text = " ".join(["", *member.anchors, text])
            return [TextEdit(TextRange(member.after, member.value.end), text)]
        if member.value.length == 0:
            mark = "" if member.has_mark else ":"
            return [inserted(member.value.start, f"{mark} {text}")]
        if self._is_below(member):
            # Comments between the key and its value stay where they are.
            below = self._lines.without([(member.value.start, member.value.end)])
            return [inserted(member.head, f" {text}"), *below]
        return [TextEdit(member.value, text + self._members.header_comment(member))]

    def _write_block(self, member: Member, value: Plain) -> list[TextEdit]:
        """A value of several lines in place of another."""
        if member.has_tag:
            raise CannotEditError
        column = self._lines.column(member.value.start)
        if self._is_below(member):
            if isinstance(member.holder, MappingNode):
                # A list may stand right below its key, a mapping may not.
                column = max(column, self._lines.column(member.start) + self._step)
            lines = block_lines(value, column, self._step)
            where = TextRange(self._lines.start(member.value.start), member.value.end)
            return [TextEdit(where, self._lines.line_break.join(lines))]
        if isinstance(member.holder, SequenceNode) or not self._is_beside(member):
            if member.value.length == 0:
                column += 1
            first, *others = block_lines(value, column, self._step)
            first = first.lstrip(" ")
            edit = TextEdit(member.value, first if member.value.length else f" {first}")
            return [edit, *([self._lines.added(member.value.end, others)] if others else [])]
        column = self._lines.column(member.start) + self._step
        lines = block_lines(value, column, self._step)
        edits = [self._lines.added(member.value.end, lines)]
        if member.value.length:
            comment = self._members.header_comment(member)
            edits.append(TextEdit(TextRange(member.head, member.value.end), comment))
        return edits

    def _write_empty(self, members: list[Member], text: str) -> list[TextEdit]:
        """`{}` or `[]` in place of the collection that lost its last member."""
        if members:
            return self._write_text(members[-1], text)
        root = self._tree.root
        assert root is not None
        written = TextRange(root.range.start, self._members.written_end(root))
        return [TextEdit(written, text)]

    # -------------------------------------------------------------------- removal

    def _without_one_of_several(self, member: Member) -> list[TextEdit]:
        """An entry or item of a block; what is left must not lose the dash it stands behind."""
        before = self._lines.before(member.start)
        if not before.strip(b" "):
            return self._lines.without([(member.start, member.value.end)])
        if member.index or before.strip(b" -"):
            raise CannotEditError
        following = self._members.member(member.holder, 1).start
        if not self._data[self._lines.next(member.value.end) : following].strip():
            return [TextEdit(TextRange(member.start, following), "")]
        return [self._without_behind_dash(member, member.value.end)]

    def _without_behind_dash(self, member: Member, end: int) -> TextEdit:
        """All that stands behind a dash, down to the line of an offset."""
        before = self._lines.before(member.start)
        if before.strip(b" -"):
            raise CannotEditError
        start = self._lines.start(member.start) + len(before.rstrip(b" "))
        return TextEdit(TextRange(start, self._lines.end(end)), "")

    def _without_emptied(self, members: list[Member]) -> list[TextEdit]:
        """The only entry of a mapping, and the mappings that hold nothing else. Comments between
        their keys stay."""
        depth = len(members) - 1
        while self._members.count(members[depth].holder) == 1:
            self._check_nothing_unread(members[depth].holder)
            if depth == 0:
                break
            if isinstance(members[depth - 1].holder, SequenceNode):
                return self._write_empty(members[:depth], "{}")
            depth -= 1
        outermost, last = members[depth], members[-1]
        has_comments = b"#" in self._data[outermost.head : last.start]
        if not has_comments and self._members.count(outermost.holder) > 1:
            return self._without_one_of_several(outermost)
        stretches = [(member.start, member.head) for member in members[depth:-1]]
        stretches.append((last.start, last.value.end))
        if self._lines.is_first(outermost.start):
            return self._lines.without(stretches)
        first = self._without_behind_dash(outermost, outermost.head)
        return [first, *self._lines.without(stretches[1:])]

    def _check_nothing_unread(self, node: Node) -> None:
        """A merge key, or an entry that could not be read, would be left behind."""
        end = self._members.written_end(node)
        where = TextRange(node.range.start, max(end, node.range.end))
        if any(problem.location.range.start in where for problem in self._tree.problems):
            raise CannotEditError

    # ------------------------------------------------------------------- members

    def _is_in_flow(self, members: list[Member]) -> bool:
        return any(is_flow(member.holder, self._data) for member in members)

    def _is_beside(self, member: Member) -> bool:
        """Whether a value begins in the line of its key."""
        return self._lines.start(member.head) == self._lines.start(member.value.start)

    def _is_below(self, member: Member) -> bool:
        """Whether a value is a block that begins in a line below its key or dash."""
        is_block = not isinstance(member.node, ScalarNode) and not is_flow(member.node, self._data)
        return is_block and not self._is_beside(member)

    def _brackets(self, holder: Node) -> Brackets:
        count = self._members.count(holder)
        members = [self._members.member(holder, index) for index in range(count)]
        ranges = [TextRange(m.start, max(m.after, m.value.end)) for m in members]
        return Brackets(self._lines, holder.range, ranges)


def _indentation_step(lines: LineEdits, root: Node | None) -> int:
    """Columns that the first nested mapping of the document is indented."""
    unread = [root]
    while unread:
        node = unread.pop()
        if not isinstance(node, MappingNode) or is_flow(node, lines.data):
            continue
        for entry in node.entries:
            below = entry.value
            if isinstance(below, MappingNode) and below.entries and not is_flow(below, lines.data):
                columns = [lines.column(m.entries[0].key.range.start) for m in (node, below)]
                if columns[1] > columns[0]:
                    return columns[1] - columns[0]
            unread.append(below)
    return 2
