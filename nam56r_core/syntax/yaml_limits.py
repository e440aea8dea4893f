"""What must not reach the YAML grammar, because its scanner would fail on it without saying so.

The scanner (tree-sitter-yaml 0.7) keeps the columns of open blocks in a buffer of 1024 bytes, and
writes over its end at the 254th; it counts lines in 16 bits. Must not know what the text means.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.blanking import comment_out
from nam56r_core.syntax.problems import Problems

# Two blocks at most can begin at one column, so this many columns stay clear of the buffer's end.
MAX_COLUMN = 120
MAX_LINES = 32_767

_LINE_BREAK = re.compile(rb"\r\n|\r|\n")
# Indentation, and the `-`, `?` and `:` after it, that push a block too far to the right.
_TOO_FAR_RIGHT = re.compile(
    rb"(?:^|(?<=\r))(?=[^\r\n]{%d})([ \t]*(?:[-?:](?:[ \t]+|$))*)[^\r\n]*" % MAX_COLUMN,
    re.MULTILINE,
)


def within_limits(data: bytes, problems: Problems) -> bytes:
    """The text without what the scanner cannot take, every offset unchanged."""
    return _few_lines(_near_margin(data, problems), problems)


def _near_margin(data: bytes, problems: Problems) -> bytes:
    if max(map(len, data.splitlines()), default=0) < MAX_COLUMN:
        return data
    blanked: bytearray | None = None
    for line in _TOO_FAR_RIGHT.finditer(data):
        if len(line[1]) < MAX_COLUMN:
            continue
        if blanked is None:
            blanked = bytearray(data)
            detail = f"nesting deeper than {MAX_COLUMN} columns of indentation"
            problems.unsupported(line.end(1), line.end(), detail)
        comment_out(blanked, *line.span())
    return data if blanked is None else bytes(blanked)


def _few_lines(data: bytes, problems: Problems) -> bytes:
    if data.count(b"\n") + data.count(b"\r") < MAX_LINES:
        return data
    for number, line_break in enumerate(_LINE_BREAK.finditer(data), 1):
        if number == MAX_LINES and line_break.end() < len(data):
            end = line_break.end()
            problems.unsupported(end, end, f"only the first {MAX_LINES} lines are read")
            blanked = bytearray(data)
            # Line breaks go too: the scanner counts them wherever they are.
            blanked[end:] = b" " * (len(data) - end)
            return bytes(blanked)
    return data
