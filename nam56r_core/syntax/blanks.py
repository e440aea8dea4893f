"""White space and comments between tokens, in languages whose comments begin with `#`.

Must not know what is between them.
"""

from __future__ import annotations

import re

SPACES = re.compile(rb"[ \t]*")
GAP = re.compile(rb"(?:[ \t\r\n]|#[^\r\n]*)*")
"""White space, line breaks and comments."""

REST_OF_LINE = re.compile(rb"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
"""A line that has nothing more than a comment."""


def end_of(pattern: re.Pattern[bytes], data: bytes, offset: int) -> int:
    """Where a match at an offset ends; the offset itself where there is none."""
    match = pattern.match(data, offset)
    return match.end() if match else offset
