"""The server: registers the handlers with the library, and exchanges messages with an editor.

The session, the handlers and the core are loaded when they are first needed, so that `initialize`
is answered at once. Must not know how anything is answered.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from lsprotocol import types
from pygls.io_ import StdoutWriter, run_async
from pygls.lsp.server import LanguageServer

from nam56r_server.lsp.client import Client
from nam56r_server.lsp.decoding import tolerant_converter
from nam56r_server.lsp.editor_options import EditorOptions
from nam56r_server.lsp.errors import Refusal
from nam56r_server.lsp.guard import guarded, guarded_async
from nam56r_server.lsp.options import NAME
from nam56r_server.lsp.parent_watchdog import watch_parent
from nam56r_server.lsp.protocol import UNDECODABLE, Protocol
from nam56r_server.lsp.registry import COMMANDS, FEATURES
from nam56r_server.lsp.standard_input import UnreadableInputError, WaitingInput
from nam56r_server.lsp.stop_signals import on_stop_signal
from nam56r_server.version import version

if TYPE_CHECKING:
    from nam56r_server.lsp.context import Context

log = logging.getLogger(__name__)


class Server(LanguageServer):
    """The library's server, with the client and the context of the handlers."""

    protocol: Protocol

    def __init__(self) -> None:
        wire = tolerant_converter()
        super().__init__(
            NAME,
            version() or "0",
            protocol_cls=Protocol,
            converter_factory=lambda: wire,
        )
        self.client = Client(self.protocol, wire)
        self.protocol.progress_token = self.client.progress_token

    @functools.cached_property
    def context(self) -> Context:
        """Loads the core; available after `initialize`."""
        from nam56r_server.lsp.context import Context

        return Context.of(self.client)

    def get_context(self) -> Context:
        return self.context

    def initialize(self, params: types.InitializeParams) -> None:
        """Watch the process that started the server, and keep the editor's options."""
        if params.process_id is not None:
            watch_parent(params.process_id)
        self.client.options = EditorOptions.read(params.initialization_options)

    def report_server_error(self, error: Exception, source: Any) -> None:
        self.client.report_error(error)


def create_server() -> Server:
    """A server with all its features."""
    ls = Server()
    # The library marks what it registers, which a bound method does not allow.
    ls.feature(types.INITIALIZE)(functools.partial(Server.initialize, ls))
    ls.feature(UNDECODABLE)(refuse_undecodable)
    for row in FEATURES:
        guard = guarded_async if row.is_async else guarded
        ls.feature(row.method, row.options)(guard(row.method, ls.get_context, row.load))
    for command in COMMANDS:
        ls.command(command.name)(guarded(command.name, ls.get_context, command.load))
    return ls


def refuse_undecodable(method: str) -> NoReturn:
    """Answer a message that does not have the shape of its method."""
    raise Refusal(f"the parameters of {method} cannot be read")


def serve_stdio() -> int:
    """Serve the editor that started this process; returns the exit code."""
    from nam56r_server.lsp.standard_output import protected_output

    ls = create_server()
    with protected_output() as output:
        try:
            asyncio.run(_exchange(ls, sys.stdin.buffer.raw, output))  # type: ignore[union-attr]
        except (KeyboardInterrupt, SystemExit):
            log.info("stopped")
        except UnreadableInputError as problem:
            ls.client.report_error(problem)
            return 1
        finally:
            ls.shutdown()  # type: ignore[no-untyped-call]
    return ls.protocol.exit_code


async def _exchange(ls: Server, raw: BinaryIO, output: BinaryIO) -> None:
    """Replaces the library's `start_io`, which reads every line of every message in a thread; ours
    uses a thread only where the event loop cannot wait for input."""
    reader = ls.client.input = WaitingInput(raw, ls.thread_pool)
    ls.protocol.set_writer(StdoutWriter(output))
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        reader.end()

    on_stop_signal(stop)
    await run_async(
        stop_event=stopped,
        reader=reader,
        protocol=ls.protocol,
        logger=log,
        error_handler=ls.report_server_error,
    )


def serve_tcp(port: int) -> int:
    """Serve one editor that connects to a port of this machine, and no other machine."""
    ls = create_server()
    try:
        asyncio.run(_listen(ls, port))
    except (KeyboardInterrupt, asyncio.CancelledError):
        log.info("stopped")
    finally:
        ls.shutdown()  # type: ignore[no-untyped-call]
    return ls.protocol.exit_code


async def _listen(ls: Server, port: int) -> None:
    """Replaces the library's `start_tcp`, which no signal ends cleanly."""
    stopped = threading.Event()
    done = asyncio.Event()
    readers: list[asyncio.StreamReader] = []

    def stop() -> None:
        stopped.set()
        for reader in readers:
            reader.feed_eof()
        if not readers:
            done.set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        readers.append(reader)
        ls.protocol.set_writer(writer)
        await run_async(
            stop_event=stopped,
            reader=reader,
            protocol=ls.protocol,
            logger=log,
            error_handler=ls.report_server_error,
        )
        done.set()

    server = await asyncio.start_server(connected, "127.0.0.1", port)
    log.info("Serving on %s", server.sockets[0].getsockname())
    on_stop_signal(stop)
    await done.wait()
    server.close()
