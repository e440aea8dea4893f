"""Saying what is wrong with one line of YAML that cannot be read, and where.

Must not know what stands around the line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node as Syntax

from nam56r_core.syntax.problems import shown
from nam56r_core.syntax.tree import SyntaxProblemKind
from nam56r_core.syntax.yaml.grammar import parse_bytes
from nam56r_core.syntax.yaml.limits import TOO_DEEP_LINE, nests_safely
from nam56r_core.syntax.yaml.lines import Kind
from nam56r_core.syntax.yaml.logical_lines import LogicalLine
from nam56r_core.syntax.yaml.tokens import BLOCK_HEADER, QUOTED, brackets

_SECOND_COLON = re.compile(rb"(?:(?![ \t]#)[^\r\n])*?(:)(?=[ \t\r\n]|\Z)")
_ESCAPE = re.compile(
    rb"\\(?:(?P<good>[0abt\tnvfre \"/\\N_LP\r\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
    rb"|(?s:.))"
)
_WORD = re.compile(rb"[^ \t\r\n]+")
_AFTER_VALUE = re.compile(rb"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")
_CONTENT_LINE = re.compile(rb"(?<=[\r\n])( *)([^ \r\n][^\r\n]*)")
_CLOSER_OF = {b"[": b"]", b"{": b"}"}
_WHITE_SPACE = (b"", b" ", b"\t", b"\r", b"\n")
_TEXT = re.compile(
    rb"(?:(?![ \t]#|:[ \t])[^\r\n])*(?<![ \t:])(?=[ \t]*(?:[ \t]#[^\r\n]*)?(?:[\r\n]|\Z))"
)
_TAKEN = {
    b"@": "which YAML keeps for itself",
    b"`": "which YAML keeps for itself",
    b"%": "with which YAML begins a directive",
    b"*": "with which YAML begins an alias",
    b"|": "with which YAML begins a block of text",
    b">": "with which YAML begins a block of text",
}
"""What a text may not begin with unless it is in quotes."""

_Found = tuple[int, int, str]


class Mistake(NamedTuple):
    """The kind of the mistake, its place and words for it."""

    kind: SyntaxProblemKind
    start: int
    end: int
    detail: str


def mistake_in(data: bytes, line: LogicalLine) -> Mistake:
    """What is wrong with a line that cannot be read."""
    return _unquoted(data, line) or Mistake(SyntaxProblemKind.SYNTAX, *_mistake_in(data, line))


def _unquoted(data: bytes, line: LogicalLine) -> Mistake | None:
    """A value that can only be text, but begins as text does not."""
    value = line.value
    # Text that nothing holds is no value; a list item without its dash is indented.
    if value is None or (line.kind is Kind.TEXT and not line.indent):
        return None
    first = data[value : value + 1]
    if first not in _TAKEN or _is_block_header(data, value):
        return None
    text = _TEXT.match(data, value)
    if text is None:
        return None
    begins = f"{_shown(data, *text.span())} begins with {_shown(data, value, value + 1)}"
    return Mistake(SyntaxProblemKind.UNQUOTED, *text.span(), f"{begins}, {_TAKEN[first]}")


def _is_block_header(data: bytes, value: int) -> bool:
    header = BLOCK_HEADER.match(data, value)
    return header is not None and data[header.end() : header.end() + 1] in _WHITE_SPACE


def _mistake_in(data: bytes, line: LogicalLine) -> _Found:
    if line.unclosed is not None:
        return _unclosed(data, line.unclosed)
    if line.dangling is not None:
        at = line.dangling
        return at, at + 1, "the lines below that belong to this must be indented further"
    value = line.text if line.value is None else line.value
    first = data[value : value + 1]
    if first in (b"@", b"`", b"%"):
        return value, value + 1, f"{_shown(data, value, value + 1)} cannot begin a value; quote it"
    if first in (b'"', b"'"):
        return _in_quoted(data, value) or _stop(data, line)
    if first in _CLOSER_OF:
        return _in_flow(data, value) or _stop(data, line)
    if first in (b"|", b">"):
        return _in_block(data, value, line.end) or _stop(data, line)
    if first == b"-" and line.kind is Kind.KEY:
        return value, value + 1, "a list item needs a line of its own, and text with `-` quotes"
    if first in (b"]", b"}", b","):
        return value, value + 1, f"unexpected {_shown(data, value, value + 1)}"
    colon = _SECOND_COLON.match(data, value)
    if colon and colon.end() <= line.end:
        return *colon.span(1), "a second `:` on one line; quote the value"
    return _stop(data, line)


def _unclosed(data: bytes, opener: int) -> _Found:
    mark = data[opener : opener + 1]
    what = "this string" if mark in (b'"', b"'") else _shown(data, opener, opener + 1)
    return opener, opener + 1, f"{what} is never closed"


def _in_quoted(data: bytes, start: int) -> _Found | None:
    string = QUOTED.match(data, start)
    if string is None:
        return _unclosed(data, start)
    if data.startswith(b'"', start):
        for escape in _ESCAPE.finditer(data, *string.span()):
            if not escape["good"]:
                return *escape.span(), f"{_shown(data, *escape.span())} is not an escape"
    return _trailing(data, string.end(), "the end of the string")


def _in_flow(data: bytes, start: int) -> _Found | None:
    """A bracket of the wrong kind, or something after the last one."""
    open_brackets: list[int] = []
    for at, bracket in brackets(data, start):
        if bracket in _CLOSER_OF:
            open_brackets.append(at)
            continue
        opener = open_brackets.pop()
        expected = _CLOSER_OF[data[opener : opener + 1]]
        if expected != bracket:
            return at, at + 1, f"expected `{expected.decode('ascii')}`"
        if not open_brackets:
            return _trailing(data, at + 1, "the last bracket")
    return None


def _in_block(data: bytes, start: int, end: int) -> _Found | None:
    """A line of a block scalar that is indented less than its first."""
    first: int | None = None
    for line in _CONTENT_LINE.finditer(data, start, end):
        indent = len(line[1])
        first = indent if first is None else first
        if indent < first:
            return *line.span(2), "indentation does not fit the block scalar above"
    return None


def _trailing(data: bytes, end: int, what: str) -> _Found | None:
    if _AFTER_VALUE.match(data, end):
        return None
    word = _WORD.search(data, end)
    where = word.span() if word else (end, end)
    return *where, f"unexpected {_shown(data, *where)} after {what}"


def _stop(data: bytes, line: LogicalLine) -> _Found:
    """Where the grammar gives up on this line alone."""
    text = data[line.start : line.end]
    if not nests_safely(text):
        return line.text, line.end, TOO_DEEP_LINE
    at = line.start + _stopping_place(parse_bytes(text).root_node)
    word = _WORD.search(data, max(at, line.text), line.end)
    if word is None:
        return line.end, line.end, "the line ends too early"
    return *word.span(), f"unexpected {_shown(data, *word.span())}"


def _stopping_place(root: Syntax) -> int:
    node = root
    while True:
        broken = next((child for child in node.children if child.has_error), None)
        if broken is None:
            return node.start_byte if node.type == "ERROR" and node.parent else node.end_byte
        if broken.is_missing:
            return broken.start_byte
        node = broken


def _shown(data: bytes, start: int, end: int) -> str:
    return shown(data[start:end].decode("utf-8", "replace"))
