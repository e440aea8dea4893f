"""Standard input that can be asked whether more is waiting.

A burst of edits is then answered once, for its last, without a timer that would delay every single
edit. Must not know what is read.
"""

from __future__ import annotations

import select
import sys
from typing import BinaryIO

_CHUNK = 1 << 16


class WaitingInput:
    """The part of a binary stream that the library reads, over an unbuffered one."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._buffer = bytearray()
        self._ended = False

    def readline(self) -> bytes:
        """A line with its end, or what is left at the end of the stream."""
        while True:
            end = self._buffer.find(b"\n")
            if end >= 0:
                return self._take(end + 1)
            if not self._fill():
                return self._take(len(self._buffer))

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes; none of a message that the end of the stream cuts off."""
        while len(self._buffer) < size:
            if not self._fill():
                self._buffer.clear()
                break
        return self._take(size)

    def is_waiting(self) -> bool:
        """Whether there is more to read at once. On systems where that cannot be asked of a pipe,
        only what was read already counts."""
        if self._buffer:
            return True
        if self._ended or sys.platform == "win32":
            return False
        return bool(select.select([self._raw], [], [], 0)[0])

    def _fill(self) -> bool:
        chunk = self._raw.read(_CHUNK)
        self._buffer += chunk or b""
        self._ended = not chunk
        return bool(chunk)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken
