"""Recovers a tree without errors from broken YAML: reports and masks entries that cannot be read.

The grammar alone loses the whole document at the first mistake. Recovery splits blocks by their
indentation, down to the lines that the grammar rejects. Must not know any recipe key.
"""

from __future__ import annotations

import re
from collections import Counter

from tree_sitter import Node as Syntax

from nam56r_core.plural import counted
from nam56r_core.syntax.blanks import GAP, SPACES, end_of
from nam56r_core.syntax.conflicts import conflicts_in
from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.syntax.masking import comment_out
from nam56r_core.syntax.problems import MAX_DEPTH, TAB_IN_INDENTATION, TOO_DEEP, Problems
from nam56r_core.syntax.tree import SyntaxProblemKind
from nam56r_core.syntax.yaml.diagnose import mistake_in
from nam56r_core.syntax.yaml.grammar import parse_bytes
from nam56r_core.syntax.yaml.limits import nests_safely
from nam56r_core.syntax.yaml.lines import Kind
from nam56r_core.syntax.yaml.logical_lines import LogicalLine, line_at, lines_of
from nam56r_core.syntax.yaml.spec_checks import another_document

_TABS = re.compile(rb"^ *(\t[ \t]*)(?=[^ \t\r\n#])", re.MULTILINE)
_MARKER = re.compile(rb"^(?:(?:---|\.\.\.)(?=[ \t\r\n]|\Z)|(%)[^\r\n]*)", re.MULTILINE)
# Each is a search over the whole block; text with more of them is no YAML at all.
_MOST_MISFITS = 20

_WORD = re.compile(rb"[A-Za-z_][\w-]*[ \t\r\n]*")


def recovered(data: bytes, problems: Problems) -> tuple[Syntax, bytes]:
    """The tree of everything in a broken document that can be read, and the text it was read
    from."""
    data = _Repair(data, problems).repaired()
    if nests_safely(data):
        root = parse_bytes(data).root_node
        if not root.has_error:
            return root, data
    # No such document is known; it would be one whose entries are each right, but not together.
    problems.syntax(0, 0, "this document cannot be read")
    return parse_bytes(b"").root_node, b" " * len(data)


class _Repair:
    """A document from which lines are taken until the rest can be read."""

    def __init__(self, data: bytes, problems: Problems) -> None:
        self._data = bytearray(data)
        self._problems = problems
        self._hidden: list[tuple[int, bytes]] = []
        self._with_tab: set[int] = set()

    def repaired(self) -> bytes:
        for conflict in conflicts_in(bytes(self._data), self._problems):
            comment_out(self._data, *conflict)
        start, end = self._first_document()
        self._without_tabs(start, end)
        self._block(lines_of(bytes(self._data), start, end), 0)
        for offset, marker in self._hidden:
            self._data[offset : offset + len(marker)] = marker
        return bytes(self._data)

    def _first_document(self) -> tuple[int, int]:
        """The bytes between the markers of the first document; what follows is left out."""
        data = bytes(self._data)
        start = start_of_text(data)
        for marker in _MARKER.finditer(data):
            if GAP.fullmatch(data, start, marker.start()):
                start = marker.start() if marker.group() == b"---" else marker.end()
                self._hide(marker.start(), marker.end())
            elif not marker[1]:
                self._leave_out_others(marker.start(), marker.end())
                return start, marker.start()
        return start, len(data)

    def _hide(self, start: int, end: int) -> None:
        """Spaces instead of a marker or directive, until everything else can be read."""
        self._hidden.append((start, bytes(self._data[start:end])))
        self._data[start:end] = b" " * (end - start)

    def _leave_out_others(self, start: int, end: int) -> None:
        data = bytes(self._data)
        if data.startswith(b"---", start) or not GAP.fullmatch(data, end):
            another_document(self._problems, start, start + 3)
        comment_out(self._data, start, len(data))

    def _without_tabs(self, start: int, end: int) -> None:
        data = bytes(self._data)
        if not _TABS.search(data, start, end):
            return
        lines = lines_of(data, start, end)
        line_starts = {line.start for line in lines}
        for tabs in _TABS.finditer(data, start, end):
            if tabs.start() in line_starts:
                self._problems.syntax(*tabs.span(1), TAB_IN_INDENTATION)
                self._with_tab.add(tabs.start())
                self._data[tabs.start(1) : tabs.end(1)] = b" " * (tabs.end(1) - tabs.start(1))

    # --------------------------------------------------------------------- blocks

    def _block(self, lines: list[LogicalLine], depth: int) -> None:
        """Lines that should be the entries of one mapping or list."""
        if not lines or self._is_readable(lines):
            return
        if depth > MAX_DEPTH:
            self._problems.unsupported(lines[0].text, lines[0].end, TOO_DEEP)
            self._drop(lines)
            return
        entries = self._entries(lines)
        for entry in entries:
            if not self._is_readable(entry):
                self._entry(entry, depth)
        self._alike(entries)
        for _ in range(_MOST_MISFITS):
            if self._is_readable(lines):
                return
            self._first_misfit(entries)
        if not self._is_readable(lines):
            self._drop(lines)

    def _entries(self, lines: list[LogicalLine]) -> list[list[LogicalLine]]:
        """The lines of each entry; a line further left than the first fits nowhere."""
        indent = lines[0].indent
        entries: list[list[LogicalLine]] = []
        is_misplaced = False
        for line in lines:
            if line.indent < indent:
                if not is_misplaced:  # the lines below it are misplaced for the same reason
                    self._report(line, _misplaced(line.indent, indent))
                is_misplaced = True
            elif line.indent == indent:
                is_misplaced = False
            if is_misplaced:
                self._drop([line])
            elif line.indent > indent or (entries and _is_list_of(entries[-1][0], line)):
                entries[-1].append(line)
            else:
                entries.append([line])
        return entries

    def _alike(self, entries: list[list[LogicalLine]]) -> None:
        """Keys do not stand among list items, nor the other way round."""
        kinds = Counter(entry[0].kind for entry in entries if self._is_left(entry[0]))
        if len(kinds) < 2:
            return
        kinds.pop(Kind.TEXT, None)
        most_common = max(kinds, key=lambda kind: kinds[kind])
        for entry in entries:
            line = entry[0]
            if line.kind is most_common or not self._is_left(line):
                continue
            if line.kind is Kind.TEXT and most_common is Kind.KEY:
                is_key = len(entry) == 1 and _WORD.fullmatch(self._data, line.text, line.end)
                kind = SyntaxProblemKind.UNFINISHED_KEY if is_key else SyntaxProblemKind.SYNTAX
                self._report(line, "expected `key: value`", kind)
            else:
                self._report(line, f"{line.kind.value} among {most_common.plural}")
            self._drop(entry)

    def _first_misfit(self, entries: list[list[LogicalLine]]) -> None:
        """Takes out the first entry that cannot follow those before it."""
        readable, unreadable = 0, len(entries)
        while unreadable - readable > 1:
            middle = (readable + unreadable) // 2
            if self._is_readable([line for entry in entries[:middle] for line in entry]):
                readable = middle
            else:
                unreadable = middle
        misfit = entries[unreadable - 1]
        self._report(misfit[0], "this does not fit the lines above")
        self._drop(misfit)

    # -------------------------------------------------------------------- entries

    def _entry(self, lines: list[LogicalLine], depth: int) -> None:
        """An entry that cannot be read: its own line, or the lines below it."""
        header, below = lines[0], lines[1:]
        is_whole = header.unclosed is None and header.dangling is None
        if is_whole and header.kind is Kind.ITEM and header.value is not None:
            self._item(header, below, depth)
            return
        if not is_whole or not self._is_readable([header]):
            self._problems.add(*mistake_in(bytes(self._data), header))
            self._drop(lines)
            return
        if header.value is None:
            self._block(below, depth + 1)
        if not self._is_readable(lines):
            left = next((line for line in below if self._is_left(line)), header)
            if header.start not in self._with_tab:  # its own indentation is a guess
                self._report(left, "indented below something that already has a value")
            self._drop(below)

    def _item(self, header: LogicalLine, below: list[LogicalLine], depth: int) -> None:
        """What follows a dash is a block of its own, as if the dash were one more space."""
        dash = header.text
        self._data[dash : dash + 1] = b" "
        # Only the item: a bracket that is not closed in it is not looked for in all that follows.
        data = bytes(self._data[: (below or [header])[-1].next])
        column = header.indent + end_of(SPACES, data, dash + 1) - dash
        first = line_at(data, header.start, dash + column - header.indent, column)
        # What was part of this line may, without the dash, be lines of their own.
        others = lines_of(data, first.next, header.next)
        self._block([first, *others, *below], depth + 1)
        self._data[dash : dash + 1] = b"-"

    # -------------------------------------------------------------------- helpers

    def _is_readable(self, lines: list[LogicalLine]) -> bool:
        text = bytes(self._data[lines[0].start : lines[-1].next])
        # A dash that became a space moves the rest of its line to the right.
        return nests_safely(text) and not parse_bytes(text).root_node.has_error

    def _is_left(self, line: LogicalLine) -> bool:
        return bool(self._data[line.start : line.end].strip())

    def _report(
        self, line: LogicalLine, detail: str, kind: SyntaxProblemKind = SyntaxProblemKind.SYNTAX
    ) -> None:
        if line.start in self._with_tab:
            return  # the tab, which is told already, stands for an unknown number of spaces
        end = self._data.find(b"\n", line.text, line.end)
        text = bytes(self._data[line.text : line.end if end < 0 else end])
        self._problems.add(kind, line.text, line.text + len(text.rstrip()), detail)

    def _drop(self, lines: list[LogicalLine]) -> None:
        for line in lines:
            comment_out(self._data, line.start, line.end)


def _misplaced(indent: int, expected: int) -> str:
    return (
        f"indentation that fits no line above ({counted(indent, 'space')}, "
        f"where the block has {expected})"
    )


def _is_list_of(header: LogicalLine, line: LogicalLine) -> bool:
    """Whether a list item as far left as a key is its value."""
    return line.kind is Kind.ITEM and header.kind is Kind.KEY and header.value is None
