"""Standard input that can be asked whether more is waiting.

A burst of edits is then answered once, for its last, without a timer that would delay every single
edit. Must not know what is read.
"""

from __future__ import annotations

import asyncio
import select
import sys
from concurrent.futures import Executor
from typing import BinaryIO

_CHUNK = 1 << 16


class WaitingInput:
    """The two ways in which the library reads, over an unbuffered stream.

    What has arrived is handed out at once; for more the event loop waits. Where it cannot (a file,
    or Windows), a thread of `executor` does, which costs each message two changes of threads.
    """

    def __init__(self, raw: BinaryIO, executor: Executor | None = None) -> None:
        self._raw = raw
        self._executor = executor
        self._has_thread = False
        self._buffer = bytearray()
        self._ended = False

    async def readline(self) -> bytes:
        """A line with its end, or what is left at the end of the stream."""
        while True:
            end = self._buffer.find(b"\n")
            if end >= 0:
                return self._take(end + 1)
            if not await self._fill():
                return self._take(len(self._buffer))

    async def readexactly(self, size: int) -> bytes:
        """So many bytes; none of a message that the end of the stream cuts off."""
        while len(self._buffer) < size:
            if not await self._fill():
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

    async def _fill(self) -> bool:
        if not self._has_thread:
            self._has_thread = not await self._arrival()
        if self._has_thread:
            loop = asyncio.get_running_loop()
            chunk = await loop.run_in_executor(self._executor, self._raw.read, _CHUNK)
        else:
            chunk = self._raw.read(_CHUNK)
        self._buffer += chunk or b""
        self._ended = not chunk
        return bool(chunk)

    async def _arrival(self) -> bool:
        """Wait until there is something to read, or the end; False where the loop cannot tell."""
        loop = asyncio.get_running_loop()
        arrived = loop.create_future()
        try:
            loop.add_reader(self._raw, _arrive, arrived)
        except (NotImplementedError, PermissionError):
            return False
        try:
            await arrived
        finally:
            loop.remove_reader(self._raw)
        return True

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


def _arrive(arrived: asyncio.Future[None]) -> None:
    if not arrived.done():
        arrived.set_result(None)
