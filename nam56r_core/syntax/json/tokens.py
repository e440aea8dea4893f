"""The tokens of JSON, which all code that looks at the text and not at its tree has in common.

Must not know what a token is part of.
"""

from __future__ import annotations

import re

_SPACE = rb"[ \t\r\n]"
_OPEN_STRING = rb"\"(?:[^\"\\\r\n]|\\[^\r\n])*"
_WORD = rb"[^ \t\r\n{}\[\]:,\"]+"

TOKEN = re.compile(
    rb"(?P<space>" + _SPACE + rb"+)|(?P<comment>//[^\r\n]*|/\*(?s:.*?)(?:\*/|\Z))"
    rb"|(?P<punct>[{}\[\]:,])|(?P<string>" + _OPEN_STRING + rb"(?:(?P<closed>\")|\\?))"
    rb"|(?P<single>'(?:[^'\\\r\n]|\\[^\r\n])*')|(?P<word>" + _WORD + rb")"
)
"""A token of a broken document, with the comments and single quotes that JSON does not have."""

TYPED = re.compile(
    _SPACE + rb"*(?:(?P<punct>[{}\[\],])|(?P<mark>:)|(?P<string>" + _OPEN_STRING + rb"(?:\"|\\?))"
    rb"|(?P<word>" + _WORD + rb")|(?P<end>\Z))"
)
"""A token where somebody is typing: a string ends with its line, closed or not."""
