"""What YAML's quoted and folded spellings of a string stand for, character by character.

Works on the bytes of one scalar that is already known to be well formed, and must not know where
in a document it stands.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.problems import Problems, shown
from nam56r_core.syntax.source_map import REPLACEMENT, StringBuilder, code_point

_BREAK = rb"(?:\r\n|\r|\n)"
_BREAKS = re.compile(_BREAK)
_NEXT_LINE = _BREAK + rb"(?:[ \t]*" + _BREAK + rb")*[ \t]*"
_FOLD = rb"[ \t]*" + _NEXT_LINE
_PLAIN = re.compile(rb"(?P<text>[^ \t\r\n]+)|(?P<fold>" + _FOLD + rb")|(?P<space>[ \t]+)")
_SINGLE = re.compile(
    rb"(?P<text>[^' \t\r\n]+)|(?P<fold>" + _FOLD + rb")|(?P<space>[ \t]+)|(?P<quote>'')"
)
_DOUBLE = re.compile(
    rb"(?P<text>[^\\ \t\r\n]+)|(?P<fold>" + _FOLD + rb")|(?P<space>[ \t]+)"
    rb"|(?P<joint>\\" + _NEXT_LINE + rb")"
    rb"|\\(?P<code>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
    rb"|\\(?P<escape>[^xuU\r\n\x80-\xff]|[\xc0-\xff][\x80-\xbf]*)|(?P<bad>\\[xuU]?)"
)

_ESCAPES = {
    b"0": "\0", b"a": "\a", b"b": "\b", b"t": "\t", b"\t": "\t", b"n": "\n", b"v": "\v",
    b"f": "\f", b"r": "\r", b"e": "\x1b", b" ": " ", b'"': '"', b"/": "/", b"\\": "\\",
    b"N": "\x85", b"_": "\xa0", b"L": "\u2028", b"P": "\u2029",
}  # fmt: skip


def verbatim(data: bytes, start: int, end: int) -> StringBuilder:
    """Bytes that stand for themselves."""
    builder = StringBuilder(data)
    builder.verbatim(start, end)
    return builder


def plain(data: bytes, start: int, end: int) -> StringBuilder:
    """A plain scalar on several lines."""
    builder = StringBuilder(data)
    for match in _PLAIN.finditer(data, start, end):
        if match.lastgroup == "fold":
            _fold(builder, data, *match.span(), join=True)
        else:
            builder.verbatim(*match.span())
    return builder


def single_quoted(data: bytes, start: int, end: int) -> StringBuilder:
    """The inside of a single-quoted scalar."""
    builder = StringBuilder(data)
    for match in _SINGLE.finditer(data, start, end):
        match match.lastgroup:
            case "fold":
                _fold(builder, data, *match.span(), join=True)
            case "quote":
                builder.stand_for("'", *match.span())
            case _:
                builder.verbatim(*match.span())
    return builder


def double_quoted(data: bytes, start: int, end: int, problems: Problems) -> StringBuilder:
    """The inside of a double-quoted scalar."""
    builder = StringBuilder(data)
    for match in _DOUBLE.finditer(data, start, end):
        match match.lastgroup:
            case "fold":
                _fold(builder, data, *match.span(), join=True)
            case "joint":
                _fold(builder, data, match.start() + 1, match.end(), join=False)
            case "code" | "escape" | "bad":
                builder.stand_for(_unescaped(match, problems), *match.span())
            case _:
                builder.verbatim(*match.span())
    return builder


def _unescaped(match: re.Match[bytes], problems: Problems) -> str:
    code = match["code"]
    char = code_point(code[1:].decode("ascii")) if code else _ESCAPES.get(match["escape"])
    if char is None:
        written = shown(match.group().decode("utf-8", "replace"))
        reason = "stands for no character" if code else "is not an escape"
        problems.syntax(*match.span(), f"{written} {reason}")
        return REPLACEMENT
    return char


def _fold(builder: StringBuilder, data: bytes, start: int, end: int, *, join: bool) -> None:
    """White space with line breaks: one break joins two lines, further ones are kept."""
    first, *others = _BREAKS.finditer(data, start, end)
    if not others and join:
        builder.stand_for(" ", *first.span())
    for other in others:
        builder.stand_for("\n", *other.span())
