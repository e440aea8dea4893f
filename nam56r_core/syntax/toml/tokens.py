"""The tokens of TOML, which all code that looks at the text and not at its tree has in common.

Must not know what a token is part of.
"""

from __future__ import annotations

import re

# ------------------------------------------------------------------------- keys

_ONE_LINE_STRING = rb"\"(?:[^\"\\\r\n]|\\[^\r\n])*\"|'[^'\r\n]*'"
_PART = rb"(?:[A-Za-z0-9_-]+|" + _ONE_LINE_STRING + rb")"
_DOTTED = _PART + rb"(?:[ \t]*\.[ \t]*" + _PART + rb")*"

KEY_PART = re.compile(_PART)
KEY = re.compile(_DOTTED)
TYPED_KEY = re.compile(
    rb"[ \t]*(?P<key>(?:" + _PART + rb"\.)*(?P<last>[\"']?[A-Za-z0-9_-]*[\"']?))"
)
"""A key at the beginning of a line, whose last part may be half-typed."""

# ------------------------------------------------------------------- statements

BRACKET_FIRST = re.compile(rb"[ \t]*\[")
"""How a header begins, and the line of an array that continues a pair."""

PAIR = re.compile(rb"[ \t]*(?P<key>" + _DOTTED + rb")[ \t]*(?P<mark>=)")
HEADER = re.compile(
    rb"[ \t]*(?P<opener>\[\[?)[ \t]*(?P<name>[A-Za-z_\"'][^\]\r\n,]*?)[ \t]*\]\]?"
    rb"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)"
)
TYPED_HEADER = re.compile(rb"[ \t]*\[[ \t]*(?P<name>[^\[\]#]*?)[ \t]*(?P<closer>\]?)[ \t]*\Z")
"""A whole line with a header that may be half-typed."""

NEXT_STATEMENT = re.compile(
    rb"^[ \t]*(?:" + _DOTTED + rb"[ \t]*=|\[\[?[ \t]*[A-Za-z_][^\]\r\n,]*\]\]?[ \t]*(?:#.*)?\r?$)",
    re.MULTILINE,
)
"""A line that can only be the next statement, whatever is still open above it."""

# ----------------------------------------------------------------------- values

STRING = re.compile(
    rb'"""(?:[^\\"]|\\(?s:.)|"{1,2}(?!"))*"{3,5}'
    rb"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    rb'|(?!""")"(?:[^"\\\r\n]|\\[^\r\n])*"'
    rb"|(?!''')'[^'\r\n]*'"
)
DATE_TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^ \t\r\n,\]}#]*")
WORD = re.compile(rb"[^ \t\r\n,\[\]{}#=\"']+")
TO_BRACE = re.compile(rb"(?:[^\"'{}#]|" + _ONE_LINE_STRING + rb"|#[^\r\n]*)*([{}]?)")
"""Everything to the next brace that is in no string and no comment."""

TYPED = re.compile(
    rb"[ \t\r\n]*(?:(?P<punct>[{}\[\],])|(?P<comment>#[^\r\n]*)|(?P<mark>=)"
    rb"|(?P<string>\"(?:[^\"\\\r\n]|\\[^\r\n])*(?:\"|\\?)|'[^'\r\n]*'?)"
    rb"|(?P<word>[^ \t\r\n,\[\]{}=#\"']+)|(?P<end>\Z))"
)
"""A token in brackets where somebody is typing: a string ends with its line, closed or not."""
