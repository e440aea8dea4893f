"""Edits inside brackets, which look much the same everywhere: members with commas between them,
on one line or on lines of their own.

Must not know which language the brackets are in, nor what their members say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nam56r_core.syntax.blanks import GAP, REST_OF_LINE, SPACES, end_of
from nam56r_core.syntax.edit.line_edits import LineEdits
from nam56r_core.syntax.editor import CannotEditError
from nam56r_core.syntax.tree import MappingNode, Node, SequenceNode
from nam56r_core.text import TextEdit, TextRange

_ON_ONE_LINE = re.compile(rb"[ \t]*,[ \t]*")


def deleted(start: int, end: int) -> TextEdit:
    return TextEdit(TextRange(start, end), "")


def inserted(at: int, text: str) -> TextEdit:
    return TextEdit(TextRange(at, at), text)


@dataclass(frozen=True)
class Brackets:
    """`range` covers the brackets; each member is a value, or a key with its value."""

    lines: LineEdits
    range: TextRange
    members: list[TextRange]

    @classmethod
    def of(cls, lines: LineEdits, holder: Node | None) -> Brackets:
        """Those of a collection of a language in which everything in them is written there."""
        if isinstance(holder, MappingNode):
            entries = holder.entries
            members = [TextRange(e.key.range.start, e.value.range.end) for e in entries]
        elif isinstance(holder, SequenceNode):
            members = [item.range for item in holder.items]
        else:
            raise CannotEditError
        if not lines.data.startswith((b"{", b"["), holder.range.start):
            # A table made by dotted keys inside an inline one.
            raise CannotEditError
        return cls(lines, holder.range, members)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is between them, not even a comment."""
        return not self.lines.data[self.range.start + 1 : self.range.end - 1].strip()

    @property
    def indentation(self) -> str | None:
        """What a further member is indented by, if it gets a line of its own."""
        if not self.members or not self.lines.is_first(self.members[-1].start):
            return None
        return self.lines.indentation(self.members[-1].start)

    def with_member(self, text: str, *, padding: str = "", separator: str = ", ") -> list[TextEdit]:
        """A further member behind the others, laid out like the last of them."""
        if not self.members:
            return [self._first(text, padding)]
        last = self.members[-1]
        comma = self._comma(last)
        if self.indentation is None:
            return [inserted(last.end, self._separator(separator) + text)]
        behind = last.end if comma is None else comma + 1
        text = self.lines.line_break + self.indentation + text + ("" if comma is None else ",")
        below = end_of(REST_OF_LINE, self.lines.data, behind)
        if comma is not None:
            return [inserted(below, text)]
        return [inserted(behind, ","), inserted(below, text)]

    def without(self, index: int) -> list[TextEdit]:
        """Takes out a member, its comma, and its line and comment if it has those for itself."""
        member = self.members[index]
        comma = self._comma(member)
        if self._has_own_lines(member, comma):
            edits = self.lines.without([(member.start, member.end)])
            if comma is None and index:
                edits.append(self._without_comma(self.members[index - 1]))
            return edits
        if len(self.members) == 1:
            return [self._without_the_only(member, comma)]
        if index + 1 < len(self.members):
            if comma is None:
                raise CannotEditError
            return [self._without_and_comma(member, comma)]
        before = self.members[index - 1]
        if b"#" not in self.lines.data[before.end : member.start]:
            return [deleted(before.end, member.end)]
        if comma is not None:
            return [self._without_and_comma(member, comma)]
        return [self._without_comma(before), deleted(member.start, member.end)]

    def _first(self, text: str, padding: str) -> TextEdit:
        start, end = self.range.start + 1, self.range.end - 1
        if not self.lines.data[start:end].strip(b" \t"):
            return TextEdit(TextRange(start, end), padding + text + padding)
        if not self.lines.is_first(end):
            raise CannotEditError
        indentation = self.lines.indentation(end) + "  "
        return self.lines.added_before(end, [indentation + text])

    def _separator(self, default: str) -> str:
        """What stands between the last two members, if that is on one line."""
        if len(self.members) < 2:
            return default
        before, last = self.members[-2:]
        gap = self.lines.data[before.end : last.start]
        return gap.decode("ascii") if _ON_ONE_LINE.fullmatch(gap) else default

    def _comma(self, member: TextRange) -> int | None:
        """The comma behind a member."""
        data = self.lines.data
        at = end_of(GAP, data, member.end)
        return at if data.startswith(b",", at) else None

    def _has_own_lines(self, member: TextRange, comma: int | None) -> bool:
        behind = member.end if comma is None else comma + 1
        is_near = self.lines.end(behind) == self.lines.end(member.end)
        ends_line = REST_OF_LINE.match(self.lines.data, behind)
        return is_near and self.lines.is_first(member.start) and ends_line is not None

    def _without_comma(self, member: TextRange) -> TextEdit:
        comma = self._comma(member)
        if comma is None:
            raise CannotEditError
        return deleted(comma, comma + 1)

    def _without_and_comma(self, member: TextRange, comma: int) -> TextEdit:
        return deleted(member.start, end_of(SPACES, self.lines.data, comma + 1))

    def _without_the_only(self, member: TextRange, comma: int | None) -> TextEdit:
        data = self.lines.data
        end = member.end if comma is None else comma + 1
        inner = TextRange(self.range.start + 1, self.range.end - 1)
        rest = data[inner.start : member.start] + data[end : inner.end]
        return TextEdit(inner if not rest.strip() else TextRange(member.start, end), "")
