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

MOST_IN_LINE = 1 << 12
"""Bytes of one line of a header."""

MOST_IN_MESSAGE = 1 << 28
"""Bytes of one message. Editors send whole documents, but none of a quarter of a gigabyte."""


class UnreadableInputError(Exception):
    """Input that is not the Language Server Protocol, so that no later message can be found."""


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
        self._arrived: asyncio.Future[None] | None = None

    async def readline(self) -> bytes:
        """A line with its end, or what is left at the end of the stream. Raises
        `UnreadableInputError` for a line that is too long to be a header."""
        while True:
            end = self._buffer.find(b"\n", 0, MOST_IN_LINE)
            if end >= 0:
                return self._take(end + 1)
            if len(self._buffer) >= MOST_IN_LINE:
                raise UnreadableInputError(
                    f"a line of a header is longer than {MOST_IN_LINE} bytes; the input is not the "
                    "Language Server Protocol, and the server ends"
                )
            if not await self._fill():
                return self._take(len(self._buffer))

    async def readexactly(self, size: int) -> bytes:
        """So many bytes; none of a message that the end of the stream cuts off. Raises
        `UnreadableInputError` for more than any message has."""
        if size > MOST_IN_MESSAGE:
            raise UnreadableInputError(
                f"a header announces a message of {size} bytes; the most is {MOST_IN_MESSAGE}, and "
                "the server ends"
            )
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

    def end(self) -> None:
        """Read no more: whoever waits for input gets its end."""
        self._ended = True
        if self._arrived is not None:
            _arrive(self._arrived)

    async def _fill(self) -> bool:
        if self._ended:
            return False
        if not self._has_thread:
            self._has_thread = not await self._arrival()
        chunk = await self._chunk()
        self._buffer += chunk or b""
        self._ended = not chunk
        return bool(chunk)

    async def _chunk(self) -> bytes | None:
        """What has arrived; nothing if `end` was called meanwhile."""
        if self._ended:
            return None
        if self._has_thread:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, self._raw.read, _CHUNK)
        return self._raw.read(_CHUNK)

    async def _arrival(self) -> bool:
        """Wait until there is something to read, or the end; False where the loop cannot tell."""
        loop = asyncio.get_running_loop()
        arrived = self._arrived = loop.create_future()
        try:
            loop.add_reader(self._raw, _arrive, arrived)
        except (NotImplementedError, PermissionError):
            return False
        try:
            await arrived
        finally:
            self._arrived = None
            loop.remove_reader(self._raw)
        return True

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


def _arrive(arrived: asyncio.Future[None]) -> None:
    if not arrived.done():
        arrived.set_result(None)
