"""The tokens of TOML inside brackets, complete or half-typed.

Must not know where brackets are.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.bracket_context import BracketSyntax

_SPACE = rb"[ \t\r\n]*"
_DOUBLE = rb'"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\?)'

IN_BRACKETS = BracketSyntax(
    re.compile(
        _SPACE + rb"(?:(?P<punct>[{}\[\],])|(?P<comment>#[^\r\n]*)|(?P<mark>=)"
        rb"|(?P<string>" + _DOUBLE + rb"|'[^'\r\n]*'?)"
        rb"|(?P<word>[^ \t\r\n,\[\]{}=#\"']+)|(?P<end>\Z))"
    ),
    has_dotted_keys=True,
)
