"""The server: which methods it answers, and who answers them.

One row a method. Handlers and the core are loaded when they are first needed, so that `initialize`
is answered at once. Must not know how anything is answered.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from nam56r_server.lsp.guard import guarded
from nam56r_server.lsp.leniency import lenient_converter
from nam56r_server.lsp.protocol import UNDECODABLE, Protocol
from nam56r_server.lsp.standard_input import WaitingInput
from nam56r_server.version import version

if TYPE_CHECKING:
    from nam56r_server.lsp.convert import Converter
    from nam56r_server.lsp.publishing import Publisher
    from nam56r_server.lsp.session import Session

NAME = "nam56r"

log = logging.getLogger(__name__)

FEATURES: tuple[tuple[str, str, Any], ...] = (
    # life
    (types.INITIALIZE, "life.initialize", None),
    (types.INITIALIZED, "life.initialized", None),
    (types.SHUTDOWN, "life.shutdown", None),
    (UNDECODABLE, "life.undecodable", None),
    # text
    (types.TEXT_DOCUMENT_DID_OPEN, "text_document.did_open", None),
    (types.TEXT_DOCUMENT_DID_CHANGE, "text_document.did_change", None),
    (types.TEXT_DOCUMENT_DID_SAVE, "text_document.did_save", None),
    (types.TEXT_DOCUMENT_DID_CLOSE, "text_document.did_close", None),
    # workspace
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, "workspace.did_change_configuration", None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, "workspace.did_change_watched_files", None),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, "workspace.did_change_folders", None),
    # features
    (
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        "diagnostic.document",
        types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier=NAME
        ),
    ),
    (types.WORKSPACE_DIAGNOSTIC, "diagnostic.workspace", None),
)
"""Method, `module.function` below `nam56r_server.lsp.handlers`, options of the registration."""


class Server(LanguageServer):
    """The library's server with what we keep beside it."""

    def __init__(self) -> None:
        self.wire = lenient_converter()
        """Turns protocol objects into what is sent."""
        super().__init__(
            NAME,
            version() or "0",
            protocol_cls=Protocol,
            converter_factory=lambda: self.wire,
        )
        self.input: WaitingInput | None = None

    @functools.cached_property
    def session(self) -> Session:
        from nam56r_server.lsp.session import Session

        return Session()

    @functools.cached_property
    def publisher(self) -> Publisher:
        from nam56r_server.lsp.publishing import Publisher

        return Publisher(self)

    @functools.cached_property
    def convert(self) -> Converter:
        from nam56r_server.lsp.convert import Converter, encoding_of

        return Converter(encoding_of(self.workspace.position_encoding or "utf-16"))

    @property
    def has_session(self) -> bool:
        return "session" in self.__dict__

    def is_more_waiting(self) -> bool:
        """Whether the editor has already sent more than was read."""
        return self.input is not None and self.input.is_waiting()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """An error is for the log; a box on the screen would stop somebody typing."""
        log.error("%s", error)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"nam56r: {error}"))


def create_server() -> Server:
    """A server with all its features."""
    ls = Server()
    for method, where, options in FEATURES:
        ls.feature(method, options)(guarded(ls, method, where))
    return ls


def serve_stdio() -> int:
    """Serve the editor that started this process; returns the exit code."""
    from nam56r_server.lsp.standard_output import protected_output

    ls = create_server()
    with protected_output() as output:
        ls.input = WaitingInput(sys.stdin.buffer.raw)  # type: ignore[union-attr]
        ls.start_io(ls.input, output)  # type: ignore[arg-type]
    return ls.protocol.exit_code  # type: ignore[attr-defined,no-any-return]


def serve_tcp(port: int) -> int:
    """Serve one editor that connects to a port of this machine, and no other machine."""
    ls = create_server()
    try:
        ls.start_tcp("127.0.0.1", port)
    except (KeyboardInterrupt, asyncio.CancelledError):
        log.info("stopped")
    return ls.protocol.exit_code  # type: ignore[attr-defined,no-any-return]
