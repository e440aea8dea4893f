"""Reading what can be read of broken JSON, and saying exactly where it is broken.

Goes over the tokens and always takes the reading that loses least: a missing comma, colon or
bracket is reported and supposed, a token too many is reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nam56r_core.syntax.conflicts import without_conflicts
from nam56r_core.syntax.entries import Entries
from nam56r_core.syntax.json_scalars import quoted, word
from nam56r_core.syntax.nodes import Mapping, Node, Scalar, Sequence
from nam56r_core.syntax.problems import MAX_DEPTH, TOO_DEEP, Problems, shown
from nam56r_core.text import SourceText, TextRange

_TOKENS = re.compile(
    rb"(?P<space>[ \t\r\n]+)|(?P<comment>//[^\r\n]*|/\*(?s:.*?)(?:\*/|\Z))|(?P<punct>[{}\[\]:,])"
    rb"|(?P<string>\"(?:[^\"\\\r\n]|\\[^\r\n])*(?P<closed>\")?(?:\\(?=[\r\n]|\Z))?)"
    rb"|(?P<single>'(?:[^'\\\r\n]|\\[^\r\n])*')"
    rb"|(?P<word>[^ \t\r\n{}\[\]:,\"]+)"
)
_OPENERS = {b"{": "}", b"[": "]"}


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is the token itself for punctuation, else `string`, `single`, `word` or `end`."""

    kind: str
    start: int
    end: int
    closed: bool = True


def recovered_root(source: SourceText, data: bytes, problems: Problems) -> Node | None:
    data = without_conflicts(data, problems)
    return _Reader(source, list(_tokens(source, data, problems)), problems).root()
