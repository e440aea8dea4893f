"""The smallest client of a language server: JSON-RPC over a pipe, with the time at which each
message was there, taken before the message is decoded.

Every server is measured through this, so whatever it costs itself, it costs all of them. Must not
know what is measured.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STANDSTILL = 20.0
"""Seconds after which a server that neither reads nor writes is given up."""

_CHUNK = 1 << 16
_END_OF_HEADER = b"\r\n\r\n"


class ServerError(Exception):
    """A server answered with an error, not in time, or not at all."""


@dataclass(frozen=True)
class Message:
    """A message of the server and when its last byte was there, in seconds of `perf_counter`."""

    body: dict[str, Any]
    at: float

    @property
    def published(self) -> dict[str, Any] | None:
        """The findings, if that is what it brings."""
        if self.body.get("method") != "textDocument/publishDiagnostics":
            return None
        params: dict[str, Any] = self.body["params"]
        return params


class Client:
    """One server process and the messages exchanged with it.

    `settings` answers `workspace/configuration` by section; any other question of the server is
    answered with null, as by an editor that has nothing to say.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        settings: Callable[[str], object] = lambda section: None,
    ) -> None:
        self._settings = settings
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the process)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            cwd=folder,
            bufsize=0,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self._in = self.process.stdin.fileno()
        self._out = self.process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._outbox = bytearray()
        self._inbox = bytearray()
        self._last_id = 0

    # ------------------------------------------------------------------------ sending

    def notify(self, method: str, params: object) -> float:
        """Send a notification; returns when the sending began."""
        return self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def notify_all(self, method: str, every: Sequence[object]) -> float:
        """Send many notifications with nothing in between, as fast as the server takes them."""
        for params in every:
            self._put({"jsonrpc": "2.0", "method": method, "params": params})
        at = time.perf_counter()
        self._write()
        return at

    def request(self, method: str, params: object, patience: float) -> tuple[float, Any]:
        """Seconds from a request to its answer, and the result; raises `ServerError` for an
        error."""
        begin = time.perf_counter()
        answered, result = self.ask(method, params, patience)
        return answered - begin, result

    def ask(self, method: str, params: object, patience: float) -> tuple[float, Any]:
        """When a request was answered, and the result; raises `ServerError` for an error."""
        self._last_id += 1
        number = self._last_id
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        message = self.wait(lambda m: m.body.get("id") == number, patience, method)
        if "error" in message.body:
            raise ServerError(f"{method}: {message.body['error']}")
        return message.at, message.body.get("result")

    # ---------------------------------------------------------------------- receiving

    def wait(self, wanted: Callable[[Message], bool], patience: float, what: str) -> Message:
        """The first message that is wanted; raises `ServerError` if none comes in time."""
        until = time.perf_counter() + patience
        while (message := self._next(until)) is not None:
            if wanted(message):
                return message
        raise ServerError(f"no answer to {what} within {patience:g} s")

    def listen(self, quiet: float) -> list[Message]:
        """Everything until the server has been silent for so many seconds."""
        heard: list[Message] = []
        while (message := self._next(time.perf_counter() + quiet)) is not None:
            heard.append(message)
        return heard

    # ---------------------------------------------------------------------- ending

    def close(self) -> int:
        """End the server as the protocol asks; returns its exit code."""
        with contextlib.suppress(ServerError):
            self.request("shutdown", None, 10)
            self.notify("exit", None)
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            code = self.kill()
        self._close_pipes()
        return code

    def kill(self) -> int:
        """End the server as the system can; returns its exit code."""
        self.process.kill()
        code = self.process.wait()
        self._close_pipes()
        return code

    def _close_pipes(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self._stderr):
            if stream is not None:
                stream.close()

    def stderr_tail(self) -> str:
        """The end of what the server wrote to standard error; nothing once it was ended."""
        if self._stderr.closed:
            return ""
        self._stderr.seek(0)
        return self._stderr.read().decode("utf-8", "replace")[-2000:]

    # ---------------------------------------------------------------------- the pipe

    def _send(self, body: object) -> float:
        self._put(body)
        at = time.perf_counter()
        self._write()
        return at

    def _put(self, body: object) -> None:
        content = json.dumps(body, separators=(",", ":")).encode()
        self._outbox += b"Content-Length: %d\r\n\r\n" % len(content) + content

    def _write(self) -> None:
        """Hand over what waits; meanwhile the server must be listened to, or both would stand
        still with full pipes."""
        while self._outbox:
            readable, writable, _ = select.select([self._out], [self._in], [], STANDSTILL)
            if not readable and not writable:
                raise ServerError(
                    f"takes no more of what it is sent, and says nothing: {STANDSTILL:g} s"
                )
            if writable:
                try:
                    del self._outbox[: os.write(self._in, self._outbox)]
                except BrokenPipeError:
                    raise ServerError(f"the server is gone: {self.stderr_tail()}") from None
            elif readable:
                self._read()

    def _next(self, until: float) -> Message | None:
        """The next message that is not a question, or None when the time is over."""
        while True:
            message = self._decoded()
            if message is None:
                left = until - time.perf_counter()
                if left <= 0 or not select.select([self._out], [], [], left)[0]:
                    return None
                self._read()
            elif "method" in message.body and "id" in message.body:
                self._answer(message.body)
            else:
                return message

    def _read(self) -> None:
        chunk = os.read(self._out, _CHUNK)
        if not chunk:
            raise ServerError(f"the server has ended: {self.stderr_tail()}")
        self._inbox += chunk

    def _decoded(self) -> Message | None:
        """The first message that is there as a whole."""
        header = self._inbox.find(_END_OF_HEADER)
        if header < 0:
            return None
        lines = bytes(self._inbox[:header]).decode("ascii").lower().split("\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith("content-length:"))
        begin = header + len(_END_OF_HEADER)
        if len(self._inbox) < begin + length:
            return None
        at = time.perf_counter()
        body = json.loads(self._inbox[begin : begin + length])
        del self._inbox[: begin + length]
        return Message(body, at)

    def _answer(self, question: dict[str, Any]) -> None:
        result: object = None
        if question["method"] == "workspace/configuration":
            items = question["params"]["items"]
            result = [self._settings(item.get("section") or "") for item in items]
        self._send({"jsonrpc": "2.0", "id": question["id"], "result": result})
