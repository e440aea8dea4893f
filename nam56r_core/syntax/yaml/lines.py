"""Lines of broken YAML: their indentation, what kind of entry each begins, and how far strings,
lists and block scalars that begin on it go on below.

A rough reading, only for finding the entries that can be saved; values are never taken from it.
Must not know what is wrong with any line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_BREAK = re.compile(rb"\r\n|\r|\n|\Z")
_INDENT = re.compile(rb" *")
_NOT_AN_ENTRY = re.compile(rb"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_DASH = re.compile(rb"-(?:[ \t]+|(?=[\r\n])|\Z)")
_PROPERTIES = re.compile(rb"(?:[&!][^ \t\r\n]*(?:[ \t]+|(?=[\r\n])|\Z))*")
KEY = re.compile(
    rb"(?P<key>(?:\"(?:[^\"\\\r\n]|\\[^\r\n])*\"|'(?:[^'\r\n]|'')*'"
    rb"|\?[ \t]+|[^\"'\[{#|>@`%\r\n \t-]|-(?=[^ \t\r\n]))"
    rb"(?:(?![ \t]#)[^\r\n])*?)[ \t]*(?P<mark>:)(?=[ \t\r\n]|\Z)[ \t]*"
)
_BLOCK_SCALAR = re.compile(rb"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_QUOTED = {
    b'"': re.compile(rb'"(?:[^"\\]|\\(?s:.))*"'),
    b"'": re.compile(rb"'(?:[^']|'')*'"),
}
_FLOW = re.compile(
    rb"(?<=[\[{,: \t\r\n])(?:\"(?:[^\"\\]|\\(?s:.))*\"|'(?:[^']|'')*')|(?<=[ \t\r\n])#[^\r\n]*"
    rb"|(?P<open>[\[{])|(?P<close>[\]}])"
)
_ONLY_CLOSERS = re.compile(rb"[ \t]*[\]}][\]}, \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")

# A line that is an entry of its own, whatever seems to be open above it.
_OTHER_ENTRY = re.compile(rb"^ *(?:[\w.-]+:(?=[ \t\r\n])|- )", re.MULTILINE)


class Kind(Enum):
    """What a line begins."""

    ITEM = "a list item"
    KEY = "a key"
    TEXT = "text"

    @property
    def plural(self) -> str:
        return {Kind.ITEM: "list items", Kind.KEY: "keys", Kind.TEXT: "text"}[self]


@dataclass(slots=True)
class Line:
    """A line, with the further lines of what is still open at its end.

    `text` is where its words begin and `value` where those after the key or dash do; `value` is
    None where nothing follows. `unclosed` is the bracket or quote that is never closed, `dangling`
    the one that is closed on a line that is not indented enough to belong to it.
    """

    start: int
    indent: int
    text: int
    kind: Kind
    value: int | None
    end: int
    next: int
    unclosed: int | None = None
    dangling: int | None = None


def lines_of(data: bytes, start: int, end: int) -> list[Line]:
    """Every line that is neither empty nor a comment."""
    lines: list[Line] = []
    brackets = _Brackets(data)
    while start < end:
        if _NOT_AN_ENTRY.match(data, start):
            start = _break_after(data, start)[1]
            continue
        indent = _end(_INDENT, data, start) - start
        line = _line(brackets, data, start, start + indent, indent)
        lines.append(line)
        start = line.next
    return lines


def line_at(data: bytes, start: int, text: int, indent: int) -> Line:
    """The line whose words begin at `text`, as if it were indented by `indent`."""
    return _line(_Brackets(data), data, start, text, indent)


def _line(brackets: _Brackets, data: bytes, start: int, text: int, indent: int) -> Line:
    kind, value = Kind.TEXT, text
    content = _end(_PROPERTIES, data, text)
    if dash := _DASH.match(data, text):
        kind, value = Kind.ITEM, dash.end()
    elif key := KEY.match(data, content):
        kind, value = Kind.KEY, key.end()
    opener = _end(_PROPERTIES, data, value)
    if kind is Kind.ITEM and (key := KEY.match(data, opener)):
        opener = _end(_PROPERTIES, data, key.end())
    end, state = _end_of_value(brackets, data, opener, indent)
    line_end, after = _break_after(data, end)
    has_value = not _NOT_AN_ENTRY.match(data, value)
    line = Line(start, indent, text, kind, value if has_value else None, line_end, after)
    if state is _State.UNCLOSED:
        line.unclosed = opener
    elif state is _State.DANGLING:
        line.dangling = opener
    return line


class _State(Enum):
    CLOSED = 1
    UNCLOSED = 2
    DANGLING = 3


def _end_of_value(brackets: _Brackets, data: bytes, opener: int, indent: int) -> tuple[int, _State]:
    """Where what begins at `opener` ends, and in what state."""
    if _BLOCK_SCALAR.match(data, opener):
        return _end_of_deeper(data, opener, indent), _State.CLOSED
    quote = data[opener : opener + 1]
    if quote in _QUOTED:
        match = _QUOTED[quote].match(data, opener)
        end = match.end() if match else None
    elif quote in (b"[", b"{"):
        end = brackets.end(opener)
    else:
        return opener, _State.CLOSED
    deeper = _end_of_deeper(data, opener, indent)
    if end is None:
        return deeper, _State.UNCLOSED
    rest = _break_after(data, deeper)[1]
    # A bracket alone on the line below, as far left as the key, still belongs to it.
    if end <= deeper or _ONLY_CLOSERS.match(data, rest):
        return end, _State.CLOSED
    if _OTHER_ENTRY.search(data, rest, end):
        return deeper, _State.UNCLOSED
    return end, _State.DANGLING


def _end_of_deeper(data: bytes, offset: int, indent: int) -> int:
    """The end of the last line that is empty or indented by more than `indent`."""
    end, following = _break_after(data, offset)
    last = end
    while following < len(data):
        end, after = _break_after(data, following)
        text = _end(_INDENT, data, following)
        if text < end:
            if text - following <= indent:
                break
            last = end
        following = after
    return last


class _Brackets:
    """Where the brackets of a text are closed.

    All that come up on the way to the end of one are kept: where none of them is ever closed, each
    is looked for down to the end of the text.
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
        for token in _FLOW.finditer(self._data, opener):
            if token["open"]:
                opened.append(token.start())
            elif token["close"]:
                self._ends[opened.pop()] = token.end()
                if not opened:
                    return
        self._ends.update(dict.fromkeys(opened))


def _break_after(data: bytes, offset: int) -> tuple[int, int]:
    """Where the line at `offset` ends, and where the next one begins."""
    match = _BREAK.search(data, offset)
    return match.span() if match else (len(data), len(data))


def _end(pattern: re.Pattern[bytes], data: bytes, offset: int) -> int:
    match = pattern.match(data, offset)
    return match.end() if match else offset
