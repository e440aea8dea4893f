"""Keeps YAML text away from the parser where it would overflow the parser's native buffers.

tree-sitter-yaml (0.7) has a hand-written scanner in C. It keeps a stack with one entry per open
block and saves it after every token into a buffer of 1,024 bytes: 10 bytes of state, then 4 bytes
per entry. Entry 254 is written past the end of the buffer and crashes the process. The scanner also
counts lines and columns in 16 bits.

Why `nests_safely` bounds the stack
-----------------------------------
Every push in the scanner belongs to one indicator, which is consumed with it:

- `-`, `?` and `:` that white space or the end of the text follows push at most one entry each.
  This includes the `:` after an implicit key (plain, quoted, alias, anchor, tag, `[x]`, `{x: 1}`),
  whose entry carries the column of the key, and a `- ` at the column of its parent key.
- `|` and `>` with an optional header (`2`, `+`, `2-`) that white space or the end follows push one.

Brackets, commas, quotes, anchors, aliases, tags, comments, `---`, `...` and directives push none.

An entry carries the column of its block. The scanner pushes only in three places:

1. on a new line, right of the innermost column;
2. on a new line, at the innermost column: only a list below its key, so at most one more entry;
3. further right on a line whose first token passed 1 or 2.

So columns never decrease from the bottom of the stack to its top, and one column has at most two
entries. When a line begins at column `c`, every open block began at a column from 0 to `c`: at most
`2 * (c + 1)` entries. The line itself adds at most one entry per indicator on it. Hence:

    entries <= 2 * (column of the first character) + 2 + (indicators on the line)

The grammar's error recovery may drop a block that the scanner keeps. Each line is therefore held to
`MOST` (so at most 202 entries), which leaves 51 for such entries. 900,000 inputs that were bred
against an instrumented scanner to break the inequality, error recovery included, never did.

Columns past 32,767 would wrap around, so no indicator may be there, and the lines are counted.
The check looks at one line at a time, so an excerpt of a safe document is safe.
Must not know what the text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.syntax.masking import comment_out, mask
from nam56r_core.syntax.problems import Problems

CAPACITY = 253
"""Entries of the scanner's stack that its buffer holds."""

MOST = 200
"""The most that twice the first column of a line and its indicators may add up to."""

TOO_DEEP_LINE = "nesting deeper than one line may have; use less indentation, or more lines"

MAX_LINES = 32_767
"""Rows that the scanner counts. It takes CR and LF for one each, so that a file with both has half
as many lines."""

_MAX_COLUMNS = 32_767
# An indicator needs two characters, but for one at the end: shorter lines cannot exceed `MOST`.
_SHORT = MOST // 2

_LINE_BREAK = re.compile(rb"\r\n|\r|\n")
_LONG_LINE = re.compile(rb"[^\r\n]{%d,}" % (_SHORT + 1))
_INDENTATION = re.compile(rb"[ \t]*")
_INDICATOR = re.compile(rb"(?:[-?:]|[|>][-+0-9]{0,2})(?=[ \t\r\n]|\Z)")


def nests_safely(data: bytes) -> bool:
    """Whether the scanner's stack stays inside its buffer on this text."""
    return next(_too_deep(data), None) is None


def within_limits(data: bytes, problems: Problems) -> bytes:
    """The text without what the scanner cannot take, every offset unchanged."""
    return _few_lines(_shallow(data, problems), problems)


def _shallow(data: bytes, problems: Problems) -> bytes:
    masked: bytearray | None = None
    for start, end in _too_deep(data):
        if masked is None:
            masked = bytearray(data)
            text = start + _indentation(data, start, end)
            problems.unsupported(text, end, TOO_DEEP_LINE)
        column = _indentation(data, start, end)
        # Too far right, even an empty comment would be out of the limits.
        (comment_out if 2 * column <= MOST else mask)(masked, start, end)
    return data if masked is None else bytes(masked)


def _too_deep(data: bytes) -> Iterator[tuple[int, int]]:
    """The lines that may open more blocks than the scanner's buffer holds."""
    if max(map(len, data.splitlines()), default=0) <= _SHORT:
        return
    for line in _LONG_LINE.finditer(data):
        start, end = line.span()
        column = _indentation(data, start, end)
        if start + column == end:
            continue
        depth = 2 * column
        if depth <= MOST:
            # One byte more, because an indicator counts only before white space.
            found = [at.start() for at in _INDICATOR.finditer(data, start, min(end + 1, len(data)))]
            depth += len(found)
            if found and found[-1] - start >= _MAX_COLUMNS:
                depth += MOST + 1
        if depth > MOST:
            yield start, end


def _indentation(data: bytes, start: int, end: int) -> int:
    spaces = _INDENTATION.match(data, start, end)
    return spaces.end() - start if spaces else 0


def _few_lines(data: bytes, problems: Problems) -> bytes:
    if data.count(b"\n") + data.count(b"\r") < MAX_LINES:
        return data
    rows = 0
    for number, line_break in enumerate(_LINE_BREAK.finditer(data), 1):
        end = line_break.end()
        rows += end - line_break.start()
        if rows >= MAX_LINES and end < len(data):
            problems.unsupported(end, end, f"only the first {number} lines are read")
            masked = bytearray(data)
            # Line breaks go too: the scanner counts them wherever they are.
            masked[end:] = b" " * (len(data) - end)
            return bytes(masked)
    return data
