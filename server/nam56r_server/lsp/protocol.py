"""The library's protocol with our own documents, and with an answer to whatever arrives.

Its own steps for documents are also generators, and it keeps something for each of them for ever:
what is written as a plain method here is not kept.

Must not know any feature.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Literal

import attrs
from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidRequest,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCResponseMessage
from pygls.protocol.language_server import lsp_method

from nam56r_server.lsp.capabilities import Capabilities
from nam56r_server.lsp.commands import WITH_PROGRESS
from nam56r_server.lsp.errors import Refusal

log = logging.getLogger(__name__)

UNDECODABLE = "nam56r/undecodable"
"""Stands in for a message that does not have the shape of its method, so that a request is answered
with an error: the library would not answer it. Its parameters are the name of the method."""


@attrs.define
class MissedChange:
    """Stands in for a `textDocument/didChange` without its shape: our copy of the text is then not
    the editor's."""

    params: Any
    method: Literal["nam56r/missedChange"] = "nam56r/missedChange"


MISSED_CHANGE = "nam56r/missedChange"


class Protocol(LanguageServerProtocol):
    """Keeps no copy of documents, which `Documents` keeps, and remembers the exit code, which the
    library drops."""

    exit_code = 0
    was_shut_down = False
    progress_token: Callable[[], Coroutine[Any, Any, types.ProgressToken | None]]
    """Asks an editor that shows progress to take a token of ours."""

    _is_read = True

    def structure_message(self, data: dict[str, Any]) -> Any:
        if _is_null_answer(data):
            # Some editors answer null where the protocol has a list, and mean that there is none.
            self._result_types.pop(data["id"], None)
            return JsonRPCResponseMessage(data["id"], self.VERSION, None)
        try:
            return super().structure_message(data)
        except Exception as problem:
            method = data.get("method")
            if method is None:
                return _unreadable_answer(data, problem)
            stand_in, params = method, data.get("params")
            if method in self.fm.features or method in self.fm.builtin_features:
                log.error("%s does not have the shape of its method: %s", method, problem)
                if method == types.TEXT_DOCUMENT_DID_CHANGE:
                    stand_in = MISSED_CHANGE
                else:
                    stand_in, params = UNDECODABLE, method
            if "id" in data:
                return JsonRPCRequestMessage(data["id"], stand_in, self.VERSION, params)
            return JsonRPCNotification(stand_in, self.VERSION, params)

    def handle_message(self, message: Any) -> None:
        """Outside of the time between `initialize` and `shutdown` a request is answered with an
        error, and a notification passed by, as the protocol says."""
        refusal = self._refusal(getattr(message, "method", None))
        if refusal is None:
            super().handle_message(message)
        elif hasattr(message, "id"):
            self._send_response(message.id, error=refusal.to_response_error())

    def _refusal(self, method: str | None) -> JsonRpcException | None:
        if method in (None, types.EXIT, UNDECODABLE):
            return None
        if self.was_shut_down:
            return JsonRpcInvalidRequest(f"{method} came after `shutdown`")
        if (self._workspace is None) == (method == types.INITIALIZE):
            return None
        if method == types.INITIALIZE:
            return JsonRpcInvalidRequest("`initialize` came before")
        return JsonRpcServerNotInitialized(f"{method} came before `initialize`")

    def _handle_cancel_notification(self, msg_id: int | str) -> None:
        """A request is mostly answered before the next message is read. That there is none left
        to cancel is nothing to log: editors cancel with every keystroke."""
        if msg_id in self._request_futures:
            super()._handle_cancel_notification(msg_id)

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        """A refusal is an answer, and no failure to be logged and shown."""
        refusal = None if future.cancelled() else future.exception()
        if not isinstance(refusal, Refusal):
            super()._send_handler_result(future, msg_id=msg_id)
            return
        log.info("refused: %s", refusal)
        self._request_futures.pop(msg_id, None)
        self._send_response(msg_id, error=refusal.to_response_error())

    def _send_data(self, data: Any) -> None:
        """An editor that reads no more has said `exit` or has died; its end of our input will end,
        too."""
        if not self._is_read:
            return
        try:
            super()._send_data(data)
        except BrokenPipeError:
            self._is_read = False
            self.exit_code = 1

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Any:
        """An editor may hand a command its progress token only where it is told so."""
        result = yield from super().lsp_initialize(params)
        provider = result.capabilities.execute_command_provider
        if provider is not None:
            provider.work_done_progress = True
        return result

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        self.fm.features[types.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE](params)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:
        """The library hands a command its arguments alone, without the editor's progress token.
        One that has none of its own is first asked to take ours; what is then done is done to the
        text of then, and before the next message is read."""
        command = self.fm.commands.get(params.command)
        if command is None:
            raise Refusal(f"{params.command!r} is no command of this server")
        asks = params.command in WITH_PROGRESS and params.work_done_token is None
        if asks and Capabilities(self.client_capabilities).shows_progress:
            params.work_done_token = yield self.progress_token, (), {}
        return (yield command, (params,), {})

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Any:
        self.exit_code = 0
        self.was_shut_down = True
        yield from super().lsp_shutdown(*args)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Any:
        """An `exit` that no `shutdown` announced is a failure, the protocol says."""
        self.exit_code = 0 if self.was_shut_down else 1
        self._is_read = False
        yield from super().lsp_exit(*args)


def _is_null_answer(data: dict[str, Any]) -> bool:
    keys = data.keys()
    return keys == {"jsonrpc", "id", "result"} and data["result"] is None


def _unreadable_answer(data: dict[str, Any], why: Exception) -> Any:
    """An answer of the editor that cannot be read is one that refuses, so that nobody waits for
    it. What is not even an answer is some value with a key that messages have."""
    if "id" not in data:
        return data
    log.warning("the answer to request %s cannot be read: %s", data["id"], why.__cause__ or why)
    problem = types.ResponseError(types.ErrorCodes.InvalidRequest, "the answer cannot be read")
    return types.ResponseErrorMessage(id=data["id"], error=problem)
