"""What TOML's strings, numbers and words mean, strictly by TOML 1.0.

Must not know where in a document a scalar stands.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.numbers import LONGEST_NUMBER, TOO_LONG
from nam56r_core.syntax.problems import Problems, shown
from nam56r_core.syntax.source_map import REPLACEMENT, StringBuilder, code_point
from nam56r_core.syntax.tree import ScalarNode, ScalarValue
from nam56r_core.text import SourceText, TextRange

_DECIMAL = r"(?:0|[1-9](?:_?[0-9])*)"
_INTEGER = re.compile(rf"[-+]?{_DECIMAL}")
_BASED = re.compile(
    r"0x[0-9a-fA-F](?:_?[0-9a-fA-F])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*", re.ASCII
)
_FLOAT = re.compile(
    rf"[-+]?{_DECIMAL}(?:\.[0-9](?:_?[0-9])*)?(?:[eE][-+]?[0-9](?:_?[0-9])*)?|[-+]?(?:inf|nan)"
)
_DATE_OR_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.]+(?:[Zz]|[-+][0-9]{2}:[0-9]{2})?)?|[0-9]{2}:[0-9:.]+"
)
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1

_BASIC = re.compile(
    rb"(?P<text>[^\\\r\n]+)|(?P<newline>\r?\n)|(?P<joint>\\[ \t]*\r?\n[ \t\r\n]*)"
    rb"|\\(?P<code>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
    rb"|\\(?P<escape>[btnfr\"\\])"
    rb"|(?P<bad>\\(?:[uU]|[^\x00-\x1f\x80-\xff]|[\xc0-\xff][\x80-\xbf]*)?|\r)"
)
_LITERAL = re.compile(rb"(?P<text>[^\r\n]+)|(?P<newline>\r?\n)|(?P<bad>\r)")
# Characters that stand for themselves in a string of any kind, and end none.
_VERBATIM = re.compile(rb"[ !#-&(-\[\]-~]*")
# What the grammar takes for part of a string: its closing delimiter, with more behind it.
_CLOSER_INSIDE = {
    b'"': re.compile(rb'(?:[^"\\]|\\(?s:.)|"{1,2}(?!"))*"""'),
    b"'": re.compile(rb"(?:[^']|'{1,2}(?!'))*'''"),
}
_ESCAPES = {
    b"b": "\b", b"t": "\t", b"n": "\n", b"f": "\f", b"r": "\r", b'"': '"', b"\\": "\\",
}  # fmt: skip


def string(source: SourceText, start: int, end: int, problems: Problems) -> ScalarNode:
    """A string or quoted key with its delimiters, of any of the four kinds."""
    data = source.data
    if _VERBATIM.fullmatch(data, start + 1, end - 1):
        text = data[start + 1 : end - 1].decode("ascii")
        return ScalarNode(text, source, TextRange(start, end))
    quote = data[start : start + 1]
    width = 3 if end - start >= 6 and data.startswith(quote * 3, start) else 1
    inner, end_of_inner = start + width, end - width
    if width == 3:
        # A line break right after the opening delimiter is not part of the string.
        inner += 2 if data.startswith(b"\r\n", inner) else data.startswith(b"\n", inner)
        if match := _CLOSER_INSIDE[quote].match(data, inner, end_of_inner):
            problems.syntax(match.end() - 3, end, "characters after the end of the string")
    builder = StringBuilder(data)
    parts = _BASIC if quote == b'"' else _LITERAL
    for match in parts.finditer(data, inner, end_of_inner):
        match match.lastgroup:
            case "text":
                builder.verbatim(*match.span())
            case "newline":
                builder.stand_for("\n", *match.span())
            case _:
                builder.stand_for(_meaning(match, problems), *match.span())
    return builder.scalar(source, start, end)


def _meaning(match: re.Match[bytes], problems: Problems) -> str:
    written = match.group().decode("utf-8", "replace")
    match match.lastgroup:
        case "joint":
            return ""
        case "escape":
            return _ESCAPES[match["escape"]]
        case "code":
            char = code_point(match["code"][1:].decode("ascii"))
            if char is not None:
                return char
            problems.syntax(*match.span(), f"{shown(written)} stands for no character")
        case _:
            problems.syntax(*match.span(), f"{shown(written)} is not an escape")
    return REPLACEMENT


def word(source: SourceText, start: int, end: int, problems: Problems) -> ScalarNode:
    """A number, date, `true` or `false`; anything else is a problem and counts as its text."""
    text = source.data[start:end].decode("utf-8", "replace")
    value = _value(text)
    if value is None:
        value = text
        if is_date_or_time(text):
            problems.unsupported(start, end, f"date or time {shown(text)}")
        elif len(text) > LONGEST_NUMBER:
            problems.unsupported(start, end, TOO_LONG)
        else:
            problems.syntax(start, end, no_value(text))
    elif isinstance(value, int) and not _SMALLEST <= value <= _LARGEST:
        problems.unsupported(start, end, "an integer of more than 64 bits")
    return ScalarNode(value, source, TextRange(start, end))


def no_value(text: str) -> str:
    """What is wrong with a word that is none of those."""
    if text.lower() in ("true", "false"):
        return f"{shown(text)} is not a value; a switch is written `{text.lower()}`"
    hint = "" if text[0] in "+-0123456789" else "; a text needs quotes"
    return f"{shown(text)} is not a value{hint}"


def is_word(text: str) -> bool:
    """Whether an unquoted word is a value."""
    return _value(text) is not None or is_date_or_time(text) or len(text) > LONGEST_NUMBER


def is_date_or_time(text: str) -> bool:
    return bool(_DATE_OR_TIME.fullmatch(text))


def _value(text: str) -> ScalarValue:
    if text in ("true", "false"):
        return text == "true"
    if len(text) > LONGEST_NUMBER:
        return None
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return None
