"""The library's protocol with our own documents, and with an answer to whatever arrives.

Must not know any feature.
"""

from __future__ import annotations

import logging
from typing import Any

from lsprotocol import types
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage, LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

log = logging.getLogger(__name__)

UNDECODABLE = "nam56r/undecodable"
"""Stands in for a message that does not have the shape of its method: a request among them is
answered with an error, which the library would leave waiting."""


class Protocol(LanguageServerProtocol):
    """Documents are kept by us (`Documents`), so the library's copy is never made; and the code of
    the process at its end is ours to say, as the library swallows it."""

    exit_code = 0

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except Exception as problem:
            method = data.get("method")
            if method is None:
                raise
            log.error("%s does not have the shape of its method: %s", method, problem)
            params = {"method": method}
            if "id" in data:
                return JsonRPCRequestMessage(data["id"], UNDECODABLE, "2.0", params)
            return JsonRPCNotification(UNDECODABLE, "2.0", params)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Any:
        self.exit_code = 0
        self.was_shut_down = True
        yield from super().lsp_shutdown(*args)

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Any:
        """An `exit` that no `shutdown` announced is a failure, the protocol says."""
        self.exit_code = 0 if self.was_shut_down else 1
        yield from super().lsp_exit(*args)

    was_shut_down = False
