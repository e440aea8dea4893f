"""The wire of a language server: bytes in, messages out, with nothing in between that would keep a
test from sending nonsense.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from support.recipes import COMPLETE

PATIENCE = 30.0
"""Seconds after which a message that does not come fails a test; none is ever waited out."""

SERVER = (sys.executable, "-m", "nam56r_server", "server")

INVALID_REQUEST, NOT_FOUND, INVALID_PARAMS, INTERNAL = -32600, -32601, -32602, -32603
NOT_INITIALIZED, CANCELLED = -32002, -32800

WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")
"""A recipe with one finding."""

Message = dict[str, Any]


def frame(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def read_message(stream: BinaryIO) -> Message | None:
    """The next message of a stream; None at its end. Anything but a message is an error."""
    length = None
    while True:
        line = stream.readline()
        if not line:
            assert length is None, "the stream ends inside a message"
            return None
        if line == b"\r\n":
            break
        name, colon, value = line.partition(b":")
        assert colon and name in (b"Content-Length", b"Content-Type"), f"no header: {line!r}"
        if name == b"Content-Length":
            length = int(value)
    assert length is not None, "a message without its length"
    message = json.loads(stream.read(length))
    assert isinstance(message, dict)
    return message


class Wire:
    """One server process. Its requests are answered by `answers`, with null where there is none."""

    def __init__(self, log: Path, command: Sequence[str] = SERVER, cwd: Path | None = None) -> None:
        self._log = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=cwd
            )
        self.received: list[Message] = []
        self.answers: dict[str, Callable[[Any], Any]] = {}
        self.mute: set[str] = set()
        """Requests of these methods are left for a test to answer."""
        self._arrived: queue.Queue[Message | Exception | None] = queue.Queue()
        self._next_id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()

    # ---------------------------------------------------------------- out

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *messages: object) -> None:
        """Messages in one piece, so that the server reads them together."""
        self.write(b"".join(map(frame, messages)))

    def notify(self, method: str, params: object = None) -> None:
        self.send(notification(method, params))

    def ask(self, method: str, params: object = None) -> int:
        """Send a request; its id."""
        self._next_id += 1
        self.send({"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": params})
        return self._next_id

    def request(self, method: str, params: object = None) -> Any:
        """The result of a request; an error fails the test."""
        answer = self.answer(self.ask(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def refused(self, method: str, params: object = None) -> Message:
        """The error that a request is answered with."""
        answer = self.answer(self.ask(method, params))
        error = answer.get("error")
        assert isinstance(error, dict), answer
        return error

    def hello(self, **params: object) -> Message:
        result: Message = self.request(
            "initialize", {"processId": None, "rootUri": None, "capabilities": {}, **params}
        )
        self.notify("initialized", {})
        return result

    def open(self, uri: str, text: str, version: int = 1) -> None:
        item = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def works(self) -> None:
        """The server still does what it is for."""
        uri = f"untitled:works-{self._next_id}.nam56r.yaml"
        self.open(uri, WRONG)
        assert [found["code"] for found in self.findings(uri, 1)] == ["lower-case-letter"]

    # ----------------------------------------------------------------- in

    def answer(self, identity: object) -> Message:
        return self.until(lambda message: message.get("id") == identity and "method" not in message)

    def findings(self, uri: str, version: int) -> list[Message]:
        """The findings that are published for a version."""
        message = self.until(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
                and message["params"].get("version") == version
            )
        )
        found: list[Message] = message["params"]["diagnostics"]
        return found

    def until(self, is_meant: Callable[[Message], bool]) -> Message:
        """The first message of a kind that has come, or comes."""
        seen = 0
        while True:
            for message in self.received[seen:]:
                if is_meant(message):
                    return message
            seen = len(self.received)
            assert self._receive(), "the server ended before the message came\n" + self.log

    def rest(self) -> list[Message]:
        """Every message until the server ends its output."""
        while self._receive():
            pass
        return self.received

    def published(self, uri: str) -> list[Message]:
        """What was published for a document so far, in order."""
        return [
            message["params"]
            for message in self.received
            if message.get("method") == "textDocument/publishDiagnostics"
            and message["params"]["uri"] == uri
        ]

    # --------------------------------------------------------------- life

    def end(self) -> int:
        """Take leave; the exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.code()

    def hang_up(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def code(self) -> int:
        """The exit code of a process that is ending."""
        return self.process.wait(PATIENCE)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def _receive(self) -> bool:
        message = self._arrived.get(timeout=PATIENCE)
        if isinstance(message, Exception):
            raise message
        if message is None:
            self._arrived.put(None)
            return False
        self.received.append(message)
        if "method" in message and "id" in message and message["method"] not in self.mute:
            answer = self.answers.get(message["method"], _null)
            result = answer(message.get("params"))
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return True

    def _read(self) -> None:
        assert self.process.stdout is not None
        try:
            while (message := read_message(self.process.stdout)) is not None:
                self._arrived.put(message)
            self._arrived.put(None)
        except Exception as problem:
            self._arrived.put(problem)


def _null(_: Any) -> None:
    return None


def request(number: int | str, method: str, params: object = None) -> Message:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def notification(method: str, params: object = None) -> Message:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def change(uri: str, version: int, changes: Iterable[Message]) -> Message:
    """The message of an edit."""
    return notification(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)},
    )


def at(uri: str, line: object, character: object) -> Message:
    """The parameters of a request about a place."""
    return {
        "textDocument": {"uri": uri},
        "position": {"line": line, "character": character},
    }
