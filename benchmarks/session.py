"""One server with one recipe open in it, and everything that is timed there.

Each measurement is a method that returns seconds; who is asked in which order is for `measure`.
Must not know other servers.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from client import Client, Message, ServerError
from recipes import Cursor, Recipe
from servers import Server
from typist import Edit, applied
from usage import Usage, usage_of

PATIENCE = 120.0
"""Seconds after which a server is given up."""

QUIET = 1.0
"""Seconds of silence after which a server that names no versions is taken to have finished."""

CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "configuration": True,
        "workspaceFolders": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]},
            "completionList": {
                "itemDefaults": ["editRange", "insertTextFormat", "insertTextMode", "data"]
            },
        },
        "semanticTokens": {
            "requests": {"full": {"delta": True}},
            "tokenTypes": [],
            "tokenModifiers": [],
            "formats": ["relative"],
        },
    },
}
"""Of an editor that is sent findings, rather than asking for them."""


@dataclass(frozen=True)
class Burst:
    """What came of many edits at once: how many findings were published for a text that was
    already gone, and the seconds from the first edit to the findings of the last."""

    stale: int
    seconds: float


class Session:
    """An editor on one recipe. Raises `ServerError` where the server fails or is silent."""

    def __init__(self, server: Server, recipe: Recipe, folder: Path) -> None:
        self.server = server
        self.recipe = recipe
        self._file = folder / recipe.file_name
        self._file.write_text(recipe.text, encoding="utf-8", newline="")
        self._uri = self._file.as_uri()
        self._version = 0
        self._text = recipe.text
        self._folder = folder
        self._client = Client(server.command, folder, server.settings)
        self._takes_ranges = False
        self.can: dict[str, Any] = {}
        """The capabilities of the server."""

    # ------------------------------------------------------------------- life

    def initialize(self) -> float:
        """Seconds from the start of the process to the answer."""
        folder = self._folder.as_uri()
        answered, result = self._client.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder,
                "workspaceFolders": [{"uri": folder, "name": "benchmark"}],
                "capabilities": CAPABILITIES,
            },
            PATIENCE,
        )
        took = answered - self._client.started
        self.can = result["capabilities"]
        sync = self.can.get("textDocumentSync")
        self._takes_ranges = (sync["change"] if isinstance(sync, dict) else sync) == 2
        self._client.notify("initialized", {})
        return took

    def open(self, text: str | None = None) -> tuple[float, int]:
        """Seconds from opening the recipe to its findings, and how many there are."""
        self._text = self.recipe.text if text is None else text
        self._version += 1
        document = {
            "uri": self._uri,
            "languageId": self.recipe.language,
            "version": self._version,
            "text": self._text,
        }
        sent = self._client.notify("textDocument/didOpen", {"textDocument": document})
        return self._findings(sent)

    def end(self) -> None:
        """End the server; raises `ServerError` when it does not end as it should."""
        code = self._client.close()
        if code != 0:
            raise ServerError(f"{self.server.name} ended with {code}: {self._client.stderr_tail()}")

    def kill(self) -> None:
        self._client.kill()

    def usage(self) -> Usage | None:
        return usage_of(self._client.process.pid)

    # ------------------------------------------------------------------ edits

    def edit(self, edit: Edit) -> tuple[float, int]:
        """Seconds from one edit to its findings, and how many there are."""
        params = self._changed(edit)
        return self._findings(self._client.notify("textDocument/didChange", params))

    def burst(self, edits: list[Edit]) -> Burst:
        """All edits with nothing in between; then the text is put back."""
        before = self._text
        sent = self._client.notify_all(
            "textDocument/didChange", [self._changed(edit) for edit in edits]
        )
        if self.server.versions:
            heard: list[Message] = []

            def is_last(message: Message) -> bool:
                if self._is_ours(message):
                    heard.append(message)
                return self._is_newest(message)

            self._client.wait(is_last, PATIENCE, "the last edit of a burst")
        else:
            # Slow servers are silent in the middle of their work, too.
            first = self._client.wait(self._is_ours, PATIENCE, "a burst")
            quiet = max(QUIET, 2 * (first.at - sent))
            heard = [first, *filter(self._is_ours, self._client.listen(quiet))]
        self.restore(before)
        return Burst(len(heard) - 1, heard[-1].at - sent)

    def restore(self, text: str) -> int:
        """The whole text anew; returns how many findings it has."""
        self._text = text
        self._version += 1
        self._client.notify("textDocument/didChange", self._change({"text": text}))
        message = self._client.wait(self._is_newest, PATIENCE, "a whole new text")
        if not self.server.versions:
            self._client.listen(QUIET)
        return len((message.published or {})["diagnostics"])

    def _changed(self, edit: Edit) -> dict[str, object]:
        self._text = applied(self._text, [edit])
        self._version += 1
        return self._change(edit.change() if self._takes_ranges else {"text": self._text})

    def _change(self, change: object) -> dict[str, object]:
        identifier = {"uri": self._uri, "version": self._version}
        return {"textDocument": identifier, "contentChanges": [change]}

    # --------------------------------------------------------------- findings

    def _findings(self, sent: float) -> tuple[float, int]:
        message = self._client.wait(self._is_newest, PATIENCE, "an edit")
        published = message.published or {}
        return message.at - sent, len(published["diagnostics"])

    def _is_ours(self, message: Message) -> bool:
        published = message.published
        return published is not None and published["uri"] == self._uri

    def _is_newest(self, message: Message) -> bool:
        """Findings of the text as it is now; of a server that names no version, any findings."""
        published = message.published
        if published is None or published["uri"] != self._uri:
            return False
        return not self.server.versions or published.get("version") == self._version

    # --------------------------------------------------------------- requests

    def hover(self, where: Cursor) -> float:
        """Seconds of a hover; one that shows nothing is no measurement."""
        took, result = self._at("textDocument/hover", where)
        if self.server.answers and result is None:
            raise ServerError(f"{self.server.name} has no hover at {where}")
        return took

    def completion(self, where: Cursor) -> float:
        """Seconds of a completion."""
        took, result = self._at("textDocument/completion", where)
        items = result["items"] if isinstance(result, dict) else result
        if self.server.answers and not items:
            raise ServerError(f"{self.server.name} completes nothing at {where}")
        return took

    def code_action(self, where: Cursor) -> float:
        """Seconds until the actions for a cursor are listed, as with every move of it."""
        position = {"line": where.line, "character": where.column}
        params = {
            "textDocument": {"uri": self._uri},
            "range": {"start": position, "end": position},
            "context": {"diagnostics": []},
        }
        return self._client.request("textDocument/codeAction", params, PATIENCE)[0]

    def semantic_tokens(self) -> float:
        params = {"textDocument": {"uri": self._uri}}
        return self._client.request("textDocument/semanticTokens/full", params, PATIENCE)[0]

    def _at(self, method: str, where: Cursor) -> tuple[float, Any]:
        position = {"line": where.line, "character": where.column}
        params = {"textDocument": {"uri": self._uri}, "position": position}
        return self._client.request(method, params, PATIENCE)
