"""Unresolved merge conflicts: saying so once, and leaving the first of the two versions.

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
DETAIL = "this looks like an unresolved merge conflict"


def conflicts_in(data: bytes, problems: Problems) -> list[tuple[int, int]]:
    """The lines to leave out: each marker, and everything from `=======` to the end."""
    if b"<<<<<<<" not in data and b">>>>>>>" not in data:
        return []
    left_out: list[tuple[int, int]] = []
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
        left_out.append((start, end))
    return left_out
