"""Masks parts of a text so that a parser ignores them, without changing any byte offset.

Must not know why a part is masked.
"""

from __future__ import annotations

import re

_NOT_BREAK = re.compile(rb"[^\r\n]")
_LINE = re.compile(rb"([ \t]*)([^ \t\r\n][^\r\n]*)")


def mask(data: bytearray, start: int, end: int) -> None:
    """Replaces everything but line breaks by spaces."""
    data[start:end] = _NOT_BREAK.sub(b" ", data[start:end])


def comment_out(data: bytearray, start: int, end: int) -> None:
    """Replaces each line by an empty comment, for languages in which indentation has a meaning."""
    data[start:end] = _LINE.sub(_as_comment, data[start:end])


def _as_comment(line: re.Match[bytes]) -> bytes:
    return b" " * len(line[1]) + b"#".ljust(len(line[2]))
