"""Unresolved merge conflicts: saying so once, and reading only the first of the two versions.

Only for documents that are broken anyway, because the markers may be the text of a string.
Must not know any language.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.problems import Problems

_CONFLICT = re.compile(
    rb"^(?P<begin><{7}(?:[ \t][^\r\n]*)?)\r?$"
    rb"|^(?P<other>(?:\|{7}|={7})(?:[ \t][^\r\n]*)?)\r?$"
    rb"|^(?P<end>>{7}(?:[ \t][^\r\n]*)?)\r?$",
    re.MULTILINE,
)
_NOT_BREAK = re.compile(rb"[^\r\n]")
DETAIL = "this looks like an unresolved merge conflict"


def without_conflicts(data: bytes, problems: Problems) -> bytes:
    """The text with markers and second versions blanked, every offset unchanged."""
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return data
    blanked = bytearray(data)
    other_from = -1
    for match in _CONFLICT.finditer(data):
        start, end = match.span(match.lastgroup or 0)
        match match.lastgroup:
            case "begin":
                problems.syntax(start, end, DETAIL)
                other_from = -1
            case "other" if other_from < 0:
                other_from = start
            case "end":
                if other_from >= 0:
                    start = other_from
                else:
                    problems.syntax(start, end, DETAIL)
                other_from = -1
        blank(blanked, start, end)
    return bytes(blanked)


def blank(data: bytearray, start: int, end: int) -> None:
    """Spaces instead of everything but the line breaks."""
    data[start:end] = _NOT_BREAK.sub(b" ", data[start:end])
