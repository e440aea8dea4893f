"""Visible signs for characters that are not seen, or that turn the direction of others.

A recipe may hold any character; what shows its text must not be steered by it.
Must not know where text is shown.
"""

from __future__ import annotations

from unicodedata import category

_DIRECTIONS = frozenset("\u200e\u200f\u061c\u2028\u2029") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def visible_char(char: str) -> str:
    """The character itself, or the sign that stands for it."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or char in _DIRECTIONS or category(char) == "Cs":
        return "\ufffd"
    return char
