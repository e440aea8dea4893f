"""Scalars as every language writes them.

Must not know where a value is written.
"""

from __future__ import annotations

import re

_EXPONENT = re.compile(r"e([-+]?)0*([0-9]+)")
_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r",
}  # fmt: skip
# What must not stand for itself in one of the languages, or cannot be seen.
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


class CannotWriteError(Exception):
    """The language has no word for the value."""


def double_quoted(text: str) -> str:
    """A string in double quotes, with escapes that JSON, TOML and YAML have in common."""
    return '"' + _SPECIAL.sub(_escaped, text) + '"'


def number(value: float) -> str:
    """A finite number or a switch. Floats are exact; with a point, which some readers need to see
    before an exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = _EXPONENT.sub(r"e\1\2", repr(value))
    mantissa, mark, exponent = text.partition("e")
    if mark and "." not in mantissa:
        mantissa += ".0"
    return mantissa + mark + exponent.removeprefix("+")


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return _ESCAPES.get(char) or f"\\u{ord(char):04x}"
