"""What JSON's strings, numbers and words mean, strictly by RFC 8259.

Must not know where in a document a scalar stands.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.numbers import LONGEST_NUMBER, TOO_LONG
from nam56r_core.syntax.problems import Problems, shown
from nam56r_core.syntax.source_map import REPLACEMENT, StringBuilder, code_point
from nam56r_core.syntax.tree import ScalarNode, ScalarValue
from nam56r_core.text import SourceText, TextRange

_WORDS: dict[str, ScalarValue] = {"true": True, "false": False, "null": None}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NOT_JSON = frozenset(("NaN", "Infinity", "-Infinity"))

_PARTS = re.compile(
    rb"(?P<text>[^\\\x00-\x1f]+)"
    rb"|\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|\\u(?P<code>[0-9a-fA-F]{4})"
    rb"|\\(?P<escape>[\"\\/bfnrt])"
    rb"|(?P<bad>\\(?:u|[^\x00-\x1f\x80-\xff]|[\xc0-\xff][\x80-\xbf]*)?)"
    rb"|(?P<control>[\x00-\x1f])"
)
_VERBATIM = re.compile(rb"[ !#-\[\]-~]*")
_ESCAPES = {
    b'"': '"', b"\\": "\\", b"/": "/", b"b": "\b", b"f": "\f", b"n": "\n", b"r": "\r", b"t": "\t",
}  # fmt: skip


def string(source: SourceText, start: int, end: int, problems: Problems) -> ScalarNode:
    """A string whose quotes are at both ends of the range."""
    if _VERBATIM.fullmatch(source.data, start + 1, end - 1):
        text = source.data[start + 1 : end - 1].decode("ascii")
        return ScalarNode(text, source, TextRange(start, end))
    return quoted(source, start, end, start + 1, end - 1, problems)


def quoted(
    source: SourceText, start: int, end: int, inner: int, end_of_inner: int, problems: Problems
) -> ScalarNode:
    """A string token whose quotes may be wrong or missing; `inner` is what they enclose."""
    builder = StringBuilder(source.data)
    for match in _PARTS.finditer(source.data, inner, end_of_inner):
        if match.lastgroup == "text":
            builder.verbatim(*match.span())
        else:
            builder.stand_for(_meaning(match, problems), *match.span())
    return builder.scalar(source, start, end)


def _meaning(match: re.Match[bytes], problems: Problems) -> str:
    start, end = match.span()
    match match.lastgroup:
        case "escape":
            return _ESCAPES[match["escape"]]
        case "low":
            high, low = int(match["high"], 16), int(match["low"], 16)
            return chr(0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00))
        case "code" if char := code_point(match["code"].decode("ascii")):
            return char
        case "code":
            written = match.group().decode("ascii")
            problems.syntax(start, end, f"{shown(written)} is half of a surrogate pair")
        case "control":
            written = f"U+{match.group()[0]:04X}"
            problems.syntax(start, end, f"character {written} in a string must be escaped")
            return match.group().decode("ascii")
        case _:
            written = match.group().decode("utf-8", "replace")
            problems.syntax(start, end, f"{shown(written)} is not an escape")
    return REPLACEMENT


def word(source: SourceText, start: int, end: int, problems: Problems) -> ScalarNode:
    """A number, `true`, `false` or `null`; anything else is a problem and counts as its text."""
    text = source.data[start:end].decode("utf-8", "replace")
    value: ScalarValue = text
    if text in _WORDS:
        value = _WORDS[text]
    elif match := _NUMBER.fullmatch(text):
        if len(text) > LONGEST_NUMBER:
            problems.unsupported(start, end, TOO_LONG)
        else:
            value = float(text) if match[1] or match[2] else int(text)
    elif text in _NOT_JSON:
        problems.syntax(start, end, f"{shown(text)} is not a JSON number")
    elif text[0] in "+-.0123456789":
        problems.syntax(start, end, f"{shown(text)} is not written as a JSON number")
    else:
        problems.syntax(start, end, f"unexpected {shown(text)}; a string needs double quotes")
    builder = StringBuilder(source.data)
    builder.verbatim(start, end)
    if isinstance(value, str):
        return builder.scalar(source, start, end)
    return ScalarNode(value, source, TextRange(start, end))
