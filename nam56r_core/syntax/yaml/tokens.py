"""The tokens of YAML, which all code that looks at the text and not at its tree has in common.

Must not know what a token is part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# ------------------------------------------------------------------------ lines

INDENT = re.compile(rb" *")
BREAK = re.compile(rb"\r\n|\r|\n|\Z")
MARKER = re.compile(rb"(?:---|\.\.\.)(?=[ \t\r\n]|\Z)")
"""What begins or ends a document, at the beginning of a line."""

DASH = re.compile(rb"-(?:[ \t]+|(?=[\r\n])|\Z)")
KEY = re.compile(
    rb"(?P<key>(?:\"(?:[^\"\\\r\n]|\\[^\r\n])*\"|'(?:[^'\r\n]|'')*'"
    rb"|\?[ \t]+|[^\"'\[{#|>@`%\r\n \t-]|-(?=[^ \t\r\n]))"
    rb"(?:(?![ \t]#)[^\r\n])*?)[ \t]*(?P<mark>:)(?=[ \t\r\n]|\Z)[ \t]*"
)
BLOCK_HEADER = re.compile(rb"[|>][-+0-9]*")

# ------------------------------------------------------------------- properties

PROPERTIES = re.compile(rb"(?:[&!][^ \t\r\n]*(?:[ \t]+|(?=[\r\n])|\Z))*")
"""The anchor and the tag before a block value, with the white space behind them."""

PROPERTY = re.compile(rb"[ \t]*([&!][^ \t\r\n,\[\]{}]*)")
ALIAS = re.compile(rb"[ \t]*(\*[^ \t\r\n,\[\]{}]+)")

# ---------------------------------------------------------------------- strings

_DOUBLE = rb'"(?:[^"\\]|\\(?s:.))*"'
_SINGLE = rb"'(?:[^']|'')*'"
QUOTED = re.compile(_DOUBLE + rb"|" + _SINGLE)

# --------------------------------------------------------------------- brackets

_BRACKET = re.compile(
    # A quote inside a word begins no string.
    rb"(?<=[\[{,: \t\r\n])(?:" + _DOUBLE + rb"|" + _SINGLE + rb")"
    rb"|(?<=[ \t\r\n])#[^\r\n]*|(?P<bracket>[\[\]{}])"
)
_SPACE = rb"[ \t\r\n]*"
_TYPED_DOUBLE = rb'"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\?)'
_COLON = rb":(?=[ \t\r\n,\[\]{}]|\Z)"
_PLAIN = rb"(?:(?!" + _COLON + rb")[^ \t\r\n,\[\]{}#]|(?<![ \t\r\n])#)"

TYPED = re.compile(
    _SPACE + rb"(?:(?P<punct>[{}\[\],])|(?P<comment>#[^\r\n]*)"
    rb"|(?P<mark>" + _COLON + rb"|(?<=[\"']):)"
    rb"|(?P<string>" + _TYPED_DOUBLE + rb"|'(?:[^'\r\n]|'')*'?)"
    rb"|(?P<word>" + _PLAIN + rb"+(?:[ \t]+" + _PLAIN + rb"+)*)|(?P<end>\Z))"
)
"""A token where somebody is typing: a string ends with its line, closed or not."""


def brackets(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The brackets from an offset on, which is that of an opening one: the place of each and the
    character. None is in a string or a comment."""
    for token in _BRACKET.finditer(data, start):
        if token["bracket"]:
            yield token.start(), token["bracket"]


def line_end(data: bytes, offset: int) -> tuple[int, int]:
    """Where the line at an offset ends, and where the next one begins."""
    match = BREAK.search(data, offset)
    return match.span() if match else (len(data), len(data))
