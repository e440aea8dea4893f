"""Logical lines of broken YAML: a line together with the lines below on which a string, brackets or
a block scalar that begins on it goes on.

A rough reading, only to find the entries that can be saved; no value is taken from it. Must not
know what is wrong with any line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from nam56r_core.syntax.blanks import REST_OF_LINE, end_of
from nam56r_core.syntax.yaml.lines import Kind, Line, split_line
from nam56r_core.syntax.yaml.tokens import (
    BLOCK_HEADER,
    INDENT,
    KEY,
    PROPERTIES,
    QUOTED,
    brackets,
    line_end,
)

_ONLY_CLOSERS = re.compile(rb"[ \t]*[\]}][\]}, \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")

# A line that is an entry of its own, whatever seems to be open above it.
_OTHER_ENTRY = re.compile(rb"^ *(?:[\w.-]+:(?=[ \t\r\n])|- )", re.MULTILINE)


@dataclass(slots=True)
class LogicalLine:
    """`end` and `next` are those of the last line. `unclosed` is the bracket or quote that is never
    closed, `dangling` the one that is closed on a line that is not indented enough to belong to
    it."""

    line: Line
    end: int
    next: int
    unclosed: int | None = None
    dangling: int | None = None

    @property
    def start(self) -> int:
        return self.line.start

    @property
    def indent(self) -> int:
        return self.line.indent

    @property
    def text(self) -> int:
        return self.line.text

    @property
    def kind(self) -> Kind:
        return self.line.kind

    @property
    def value(self) -> int | None:
        """Where the words behind the dash or the key begin; None where nothing follows."""
        return self.line.behind


def lines_of(data: bytes, start: int, end: int) -> list[LogicalLine]:
    """Every logical line that is neither empty nor a comment."""
    lines: list[LogicalLine] = []
    closers = _Closers(data)
    while start < end:
        if REST_OF_LINE.match(data, start):
            start = line_end(data, start)[1]
            continue
        text = end_of(INDENT, data, start)
        line = _logical(closers, data, split_line(data, start, text, text - start))
        lines.append(line)
        start = line.next
    return lines


def line_at(data: bytes, start: int, text: int, indent: int) -> LogicalLine:
    """The line whose words begin at `text`, as if it were indented by `indent`."""
    return _logical(_Closers(data), data, split_line(data, start, text, indent))


def _logical(closers: _Closers, data: bytes, line: Line) -> LogicalLine:
    if line.behind is None:
        return LogicalLine(line, line.end, line.next)
    opener = end_of(PROPERTIES, data, line.behind)
    if line.is_item and (key := KEY.match(data, opener)):
        opener = end_of(PROPERTIES, data, key.end())
    end, state = _end_of_value(closers, data, opener, line.indent)
    logical = LogicalLine(line, *line_end(data, end))
    if state is _State.UNCLOSED:
        logical.unclosed = opener
    elif state is _State.DANGLING:
        logical.dangling = opener
    return logical


class _State(Enum):
    CLOSED = 1
    UNCLOSED = 2
    DANGLING = 3


def _end_of_value(closers: _Closers, data: bytes, opener: int, indent: int) -> tuple[int, _State]:
    """Where the value that begins at `opener` ends, and in what state."""
    header = BLOCK_HEADER.match(data, opener)
    if header and REST_OF_LINE.match(data, header.end()):
        return _end_of_deeper(data, opener, indent), _State.CLOSED
    if data.startswith((b'"', b"'"), opener):
        string = QUOTED.match(data, opener)
        end = string.end() if string else None
    elif data.startswith((b"[", b"{"), opener):
        end = closers.end(opener)
    else:
        return opener, _State.CLOSED
    deeper = _end_of_deeper(data, opener, indent)
    if end is None:
        return deeper, _State.UNCLOSED
    rest = line_end(data, deeper)[1]
    # A bracket alone on the line below, as far left as the key, still belongs to it.
    if end <= deeper or _ONLY_CLOSERS.match(data, rest):
        return end, _State.CLOSED
    if _OTHER_ENTRY.search(data, rest, end):
        return deeper, _State.UNCLOSED
    return end, _State.DANGLING


def _end_of_deeper(data: bytes, offset: int, indent: int) -> int:
    """The end of the last line that is empty or indented by more than `indent`."""
    end, following = line_end(data, offset)
    last = end
    while following < len(data):
        end, after = line_end(data, following)
        text = end_of(INDENT, data, following)
        if text < end:
            if text - following <= indent:
                break
            last = end
        following = after
    return last


class _Closers:
    """Where the brackets of a text are closed.

    Remembers all brackets on the way to the end of one: if none of them is ever closed, each search
    would go down to the end of the text.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ends: dict[int, int | None] = {}

    def end(self, opener: int) -> int | None:
        """Behind the bracket that closes the one at `opener`; None where none does."""
        if opener not in self._ends:
            self._look_from(opener)
        return self._ends[opener]

    def _look_from(self, opener: int) -> None:
        opened: list[int] = []
        for at, bracket in brackets(self._data, opener):
            if bracket in b"[{":
                opened.append(at)
            else:
                self._ends[opened.pop()] = at + 1
                if not opened:
                    return
        self._ends.update(dict.fromkeys(opened))
