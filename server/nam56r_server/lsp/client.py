"""The editor at the other end of the connection: its capabilities, notifications to it and requests
that it answers later or not at all.

Must not know documents, nor any feature.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import cattrs
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from nam56r_server.lsp.capabilities import Capabilities
from nam56r_server.lsp.editor_options import EditorOptions
from nam56r_server.lsp.protocol import Protocol
from nam56r_server.lsp.standard_input import WaitingInput

log = logging.getLogger(__name__)

REFRESH_INTERVAL = 0.2
"""Seconds for which changes are gathered: a refresh makes an editor request all that it shows."""

TOKEN_TIMEOUT = 1.0
"""Seconds to wait for an editor that does not say whether it takes a progress token."""

Result = TypeVar("Result")


class Client:
    """Sends messages to the editor, and answers questions about it."""

    def __init__(self, protocol: Protocol, wire: cattrs.Converter) -> None:
        """`wire` converts between protocol objects and JSON values."""
        self.options = EditorOptions()
        self.input: WaitingInput | None = None
        """What the editor sends, if it is read from standard input."""
        self._protocol = protocol
        self._wire = wire
        self._tasks: set[asyncio.Task[Any]] = set()
        self._refresh_is_scheduled = False

    # --------------------------------------------------------------- what it says

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(self._protocol.client_capabilities)

    @property
    def position_encoding(self) -> types.PositionEncodingKind | str:
        """The unit of columns that `initialize` agreed on."""
        return self._protocol.workspace.position_encoding or types.PositionEncodingKind.Utf16

    @property
    def folders(self) -> list[str]:
        """The URIs of the workspace's folders; none if a single file is open."""
        # The library keeps folders by a name that is not their URI.
        return [folder.uri for folder in self._protocol.workspace.folders.values()]

    @property
    def root_uri(self) -> str | None:
        """The workspace of an editor that knows only one folder."""
        uri: str | None = self._protocol.workspace.root_uri
        return uri

    def is_sending_more(self) -> bool:
        """Whether the editor has already sent more than was read."""
        return self.input is not None and self.input.is_waiting()

    def structure(self, value: Any, kind: type[Result]) -> Result:
        """A protocol object of a JSON value; raises what the library raises for another shape."""
        return self._wire.structure(value, kind)

    def unstructure(self, value: Any) -> Any:
        """The JSON value of a protocol object."""
        return self._wire.unstructure(value)

    # -------------------------------------------------------------- notifications

    def notify(self, method: str, params: Any) -> None:
        self._protocol.notify(method, params)

    def show_message(self, kind: types.MessageType, text: str) -> None:
        self.notify(types.WINDOW_SHOW_MESSAGE, types.ShowMessageParams(kind, text))

    def warn(self, message: str) -> None:
        """Log a problem that is no failure of the server, here and in the editor."""
        log.warning("%s", message)
        self._log_message(types.MessageType.Warning, message)

    def report_error(self, error: Exception) -> None:
        """Log an error here and in the editor; a message box would interrupt a person's typing."""
        log.error("%s", error)
        self._log_message(types.MessageType.Error, f"nam56r: {error}")

    def _log_message(self, kind: types.MessageType, text: str) -> None:
        self.notify(types.WINDOW_LOG_MESSAGE, types.LogMessageParams(kind, text))

    # ------------------------------------------------------------------- requests

    async def ask(self, method: str, params: Any) -> Any:
        """The editor's answer; None if it refuses, or after `shutdown`, when nothing is sent."""
        _, answer = await self._asked(method, params)
        return answer

    async def accepts(self, method: str, params: Any) -> bool:
        """Whether the editor agrees to a request whose answer is empty."""
        accepted, _ = await self._asked(method, params)
        return accepted

    async def _asked(self, method: str, params: Any) -> tuple[bool, Any]:
        if self._protocol.was_shut_down:
            return False, None
        try:
            return True, await self._protocol.send_request_async(method, params)
        except JsonRpcException as problem:
            log.warning("the editor refused %s: %s", method, problem)
            return False, None

    def request(self, method: str, params: Any) -> None:
        """Send a request whose answer does not matter."""
        self._protocol.send_request(method, params)

    def start(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """Ask in the background; a failure is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        problem = None if task.cancelled() else task.exception()
        if problem is not None:
            log.error("asking the editor failed", exc_info=problem)

    # ------------------------------------------------------- progress and refresh

    async def progress_token(self) -> types.ProgressToken | None:
        """A token of ours that the editor has taken; None if it refuses, or does not answer."""
        token = str(uuid.uuid4())
        params = types.WorkDoneProgressCreateParams(token)
        asked = self.start(self.accepts(types.WINDOW_WORK_DONE_PROGRESS_CREATE, params))
        done, _ = await asyncio.wait({asked}, timeout=TOKEN_TIMEOUT)
        return token if done and asked.result() else None

    @contextmanager
    def progress(self, title: str, token: types.ProgressToken | None) -> Iterator[None]:
        """Show progress while the body runs, if there is a token."""
        if token is None:
            yield
            return
        self.send_partial(token, types.WorkDoneProgressBegin(title))
        try:
            yield
        finally:
            self.send_partial(token, types.WorkDoneProgressEnd())

    def send_partial(self, token: types.ProgressToken, value: object) -> None:
        """Send progress, or a part of a result, under the token of a request."""
        self.notify(types.PROGRESS, types.ProgressParams(token, self.unstructure(value)))

    def refresh(self) -> None:
        """Tell an editor that requests findings, hints and the like to request them again."""
        if not self._refresh_is_scheduled:
            self._refresh_is_scheduled = True
            asyncio.get_running_loop().call_later(REFRESH_INTERVAL, self._refresh)

    def _refresh(self) -> None:
        self._refresh_is_scheduled = False
        for method in self.capabilities.refreshes:
            self.start(self.ask(method, None))
