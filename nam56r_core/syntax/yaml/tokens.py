"""The tokens of YAML inside brackets, complete or half-typed.

Must not know where brackets are.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.bracket_context import BracketSyntax

_SPACE = rb"[ \t\r\n]*"
_DOUBLE = rb'"(?:[^"\\\r\n]|\\[^\r\n])*(?:"|\\?)'
_COLON = rb":(?=[ \t\r\n,\[\]{}]|\Z)"
_PLAIN = rb"(?:(?!" + _COLON + rb")[^ \t\r\n,\[\]{}#]|(?<![ \t\r\n])#)"

IN_BRACKETS = BracketSyntax(
    re.compile(
        _SPACE + rb"(?:(?P<punct>[{}\[\],])|(?P<comment>#[^\r\n]*)"
        rb"|(?P<mark>" + _COLON + rb"|(?<=[\"']):)"
        rb"|(?P<string>" + _DOUBLE + rb"|'(?:[^'\r\n]|'')*'?)"
        rb"|(?P<word>" + _PLAIN + rb"+(?:[ \t]+" + _PLAIN + rb"+)*)|(?P<end>\Z))"
    )
)
