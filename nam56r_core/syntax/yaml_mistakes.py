"""Saying what is wrong with one line of YAML that cannot be read, and where.

Must not know what stands around the line.
"""

from __future__ import annotations

import re

from tree_sitter import Node as Syntax

from nam56r_core.syntax.grammars import parse_bytes
from nam56r_core.syntax.nodes import Host
from nam56r_core.syntax.problems import shown
from nam56r_core.syntax.yaml_lines import Line

_SECOND_COLON = re.compile(rb"(?:(?![ \t]#)[^\r\n])*?(:)(?=[ \t\r\n]|\Z)")
_ESCAPE = re.compile(
    rb"\\(?:(?P<good>[0abt\tnvfre \"/\\N_LP\r\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
    rb"|(?s:.))"
)
_QUOTED = re.compile(rb'"(?:[^"\\]|\\(?s:.))*"|\'(?:[^\']|\'\')*\'')
_FLOW_TOKEN = re.compile(
    rb"\"(?:[^\"\\]|\\(?s:.))*\"|(?<=[\[{,: \t\r\n])'(?:[^']|'')*'|[ \t]#[^\r\n]*|[\[\]{}]"
)
_WORD = re.compile(rb"[^ \t\r\n]+")
_AFTER_VALUE = re.compile(rb"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")
_CONTENT_LINE = re.compile(rb"(?<=[\r\n])( *)([^ \r\n][^\r\n]*)")
_CLOSER_OF = {b"[": b"]", b"{": b"}"}

Mistake = tuple[int, int, str]


def mistake_in(data: bytes, line: Line) -> Mistake:
    """The place of the mistake and words for it."""
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
    if first in (b"]", b"}", b","):
        return value, value + 1, f"unexpected {_shown(data, value, value + 1)}"
    colon = _SECOND_COLON.match(data, value)
    if colon and colon.end() <= line.end:
        return *colon.span(1), "a second `:` on one line; quote the value"
    return _stop(data, line)


def _unclosed(data: bytes, opener: int) -> Mistake:
    mark = data[opener : opener + 1]
    what = "this string" if mark in (b'"', b"'") else _shown(data, opener, opener + 1)
    return opener, opener + 1, f"{what} is never closed"


def _in_quoted(data: bytes, start: int) -> Mistake | None:
    string = _QUOTED.match(data, start)
    if string is None:
        return _unclosed(data, start)
    if data.startswith(b'"', start):
        for escape in _ESCAPE.finditer(data, *string.span()):
            if not escape["good"]:
                return *escape.span(), f"{_shown(data, *escape.span())} is not an escape"
    return _trailing(data, string.end(), "the end of the string")


def _in_flow(data: bytes, start: int) -> Mistake | None:
    """A bracket of the wrong kind, or something after the last one."""
    open_brackets: list[int] = []
    for token in _FLOW_TOKEN.finditer(data, start):
        bracket = token.group()
        if bracket in _CLOSER_OF:
            open_brackets.append(token.start())
        elif bracket in (b"]", b"}"):
            opener = open_brackets.pop()
            if _CLOSER_OF[data[opener : opener + 1]] != bracket:
                expected = _CLOSER_OF[data[opener : opener + 1]].decode("ascii")
                return *token.span(), f"expected `{expected}`"
            if not open_brackets:
                return _trailing(data, token.end(), "the last bracket")
    return None


def _in_block(data: bytes, start: int, end: int) -> Mistake | None:
    """A line of a block scalar that is indented less than its first."""
    first: int | None = None
    for line in _CONTENT_LINE.finditer(data, start, end):
        indent = len(line[1])
        first = indent if first is None else first
        if indent < first:
            return *line.span(2), "indentation does not fit the block scalar above"
    return None


def _trailing(data: bytes, end: int, what: str) -> Mistake | None:
    if _AFTER_VALUE.match(data, end):
        return None
    word = _WORD.search(data, end)
    where = word.span() if word else (end, end)
    return *where, f"unexpected {_shown(data, *where)} after {what}"


def _stop(data: bytes, line: Line) -> Mistake:
    """Where the grammar gives up on this line alone."""
    text = data[line.start : line.end]
    at = line.start + _stopping_place(parse_bytes(Host.YAML, text).root_node)
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
