"""The tokens of TOML inside brackets, complete or half-typed.

Must not know where brackets are.
"""

from __future__ import annotations

import re

_SPACE = rb"[ \t\r\n]*"
_DOUBLE = rb'"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\?)'

TYPED = re.compile(
    _SPACE + rb"(?:(?P<punct>[{}\[\],])|(?P<comment>#[^\r\n]*)|(?P<mark>=)"
    rb"|(?P<string>" + _DOUBLE + rb"|'[^'\r\n]*'?)"
    rb"|(?P<word>[^ \t\r\n,\[\]{}=#\"']+)|(?P<end>\Z))"
)
"""A token where somebody is typing: a string ends with its line, closed or not."""
