"""Taking stretches out of a text while every byte offset stays what it was.

Must not know why they are taken out.
"""

from __future__ import annotations

import re

_NOT_BREAK = re.compile(rb"[^\r\n]")
_LINE = re.compile(rb"([ \t]*)([^ \t\r\n][^\r\n]*)")


def blank(data: bytearray, start: int, end: int) -> None:
    """Spaces instead of everything but the line breaks."""
    data[start:end] = _NOT_BREAK.sub(b" ", data[start:end])


def comment_out(data: bytearray, start: int, end: int) -> None:
    """An empty comment instead of each line: where spaces count, they could be text."""
    data[start:end] = _LINE.sub(_as_comment, data[start:end])


def _as_comment(line: re.Match[bytes]) -> bytes:
    return b" " * len(line[1]) + b"#".ljust(len(line[2]))
