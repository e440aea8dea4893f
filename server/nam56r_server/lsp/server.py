"""The server: which methods it answers, and who answers them.

One row a method. Handlers and the core are loaded when they are first needed, so that `initialize`
is answered at once. Must not know how anything is answered.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from lsprotocol import types
from pygls.io_ import StdoutWriter, run_async
from pygls.lsp.server import LanguageServer

from nam56r_server.lsp import commands, globs
from nam56r_server.lsp.decoding import tolerant_converter
from nam56r_server.lsp.editor_options import EditorOptions
from nam56r_server.lsp.guard import guarded, guarded_later
from nam56r_server.lsp.protocol import TOKEN, UNDECODABLE, Protocol
from nam56r_server.lsp.standard_input import UnreadableInputError, WaitingInput
from nam56r_server.lsp.stop_signals import on_stop_signal
from nam56r_server.version import version

if TYPE_CHECKING:
    from nam56r_server.lsp.convert import Converter
    from nam56r_server.lsp.file_watching import FileWatcher
    from nam56r_server.lsp.handlers.semantic_tokens import Sent
    from nam56r_server.lsp.invocations import Invocations
    from nam56r_server.lsp.publishing import Publisher
    from nam56r_server.lsp.refreshing import Refresher
    from nam56r_server.lsp.session import Session
    from nam56r_server.lsp.workspace_diagnostics import WorkspaceDiagnostics
    from nam56r_server.lsp.workspace_recipes import WorkspaceRecipes
    from nam56r_server.project import ProjectFile

NAME = "nam56r"

log = logging.getLogger(__name__)

FIX_ALL = "source.fixAll.nam56r"
SOURCE_EXPORT = "source.nam56r.export"
ACTION_KINDS = (
    types.CodeActionKind.QuickFix.value,
    types.CodeActionKind.RefactorRewrite.value,
    FIX_ALL,
    SOURCE_EXPORT,
)

SEMANTIC_TOKENS = types.SemanticTokensLegend(
    token_types=[
        "attention",
        "moe",
        "mamba",
        "recurrent",
        "gatedDeltaNet",
        "mlp",
        "unknownLayer",
        "stageBreak",
    ],
    token_modifiers=["native", "custom", "blocked"],
)
"""Those of `nam56r_core.ide.semantic_tokens`, in its order; the core is not loaded to say hello."""

RECIPES_AND_FOLDERS = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(
            types.FileOperationPattern(globs.BELOW, types.FileOperationPatternKind.File),
            scheme="file",
        ),
        types.FileOperationFilter(
            types.FileOperationPattern("**", types.FileOperationPatternKind.Folder), scheme="file"
        ),
    ]
)

COMMANDS: tuple[tuple[str, str], ...] = (
    (commands.EXPORT, "commands.export"),
    (commands.SHOW_PLAN, "commands.show_plan"),
    (commands.COMPARE_TARGETS, "commands.compare_targets"),
    (commands.APPLY_FIX, "commands.apply_fix"),
    (commands.SHOW_PLACE, "commands.show_place"),
)

FEATURES: tuple[tuple[str, str, Any], ...] = (
    # life
    (types.INITIALIZE, "life.initialize", None),
    (types.INITIALIZED, "life.initialized", None),
    (types.SHUTDOWN, "life.shutdown", None),
    (UNDECODABLE, "life.undecodable", None),
    (TOKEN, "life.token", None),
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
    (types.TEXT_DOCUMENT_HOVER, "hover.handle", None),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        "completion.handle",
        types.CompletionOptions(trigger_characters=list(" :=\"'[{,.-|/"), resolve_provider=True),
    ),
    (types.COMPLETION_ITEM_RESOLVE, "completion.resolve", None),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, "semantic_tokens.full", SEMANTIC_TOKENS),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, "semantic_tokens.delta", SEMANTIC_TOKENS),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, "semantic_tokens.within", SEMANTIC_TOKENS),
    (types.TEXT_DOCUMENT_INLAY_HINT, "inlay_hint.handle", None),
    (types.TEXT_DOCUMENT_CODE_LENS, "code_lens.handle", None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        "code_action.handle",
        types.CodeActionOptions(code_action_kinds=list(ACTION_KINDS), resolve_provider=True),
    ),
    (types.CODE_ACTION_RESOLVE, "code_action.resolve", None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "document_symbol.handle", None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, "folding_range.handle", None),
    (types.TEXT_DOCUMENT_SELECTION_RANGE, "selection_range.handle", None),
    (types.TEXT_DOCUMENT_DEFINITION, "definition.handle", None),
    (types.TEXT_DOCUMENT_REFERENCES, "references.handle", None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, "document_highlight.handle", None),
    (types.TEXT_DOCUMENT_DOCUMENT_LINK, "document_link.handle", None),
    (types.WORKSPACE_WILL_RENAME_FILES, "will_rename_files.handle", RECIPES_AND_FOLDERS),
)
"""Method, `module.function` below `nam56r_server.lsp.handlers`, options of the registration."""


ANSWERED_LATER = frozenset({types.WORKSPACE_DIAGNOSTIC, types.WORKSPACE_WILL_RENAME_FILES, TOKEN})
"""What may take long: other messages are answered meanwhile, and it can be cancelled."""


class Server(LanguageServer):
    """The library's server with what we keep beside it."""

    def __init__(self) -> None:
        self.wire = tolerant_converter()
        """Turns protocol objects into what is sent."""
        super().__init__(
            NAME,
            version() or "0",
            protocol_cls=Protocol,
            converter_factory=lambda: self.wire,
        )
        self.input: WaitingInput | None = None
        self.editor_options = EditorOptions()

    @functools.cached_property
    def session(self) -> Session:
        from nam56r_server.lsp.session import Session

        return Session(self.warn, lambda: self.watcher.bases_changed())

    @functools.cached_property
    def publisher(self) -> Publisher:
        from nam56r_server.lsp.publishing import Publisher

        return Publisher(self)

    @functools.cached_property
    def workspace_diagnostics(self) -> WorkspaceDiagnostics:
        from nam56r_server.lsp.workspace_diagnostics import WorkspaceDiagnostics

        return WorkspaceDiagnostics(self)

    @functools.cached_property
    def workspace_recipes(self) -> WorkspaceRecipes:
        from nam56r_server.lsp.workspace_recipes import WorkspaceRecipes

        return WorkspaceRecipes(self)

    @functools.cached_property
    def refresher(self) -> Refresher:
        from nam56r_server.lsp.refreshing import Refresher

        return Refresher(self)

    @functools.cached_property
    def watcher(self) -> FileWatcher:
        from nam56r_server.lsp.file_watching import FileWatcher

        return FileWatcher(self)

    @functools.cached_property
    def convert(self) -> Converter:
        from nam56r_server.lsp.convert import Converter, encoding_of

        return Converter(encoding_of(self.workspace.position_encoding or "utf-16"))

    @functools.cached_property
    def invocations(self) -> Invocations:
        from nam56r_server.lsp.invocations import Invocations

        return Invocations()

    @functools.cached_property
    def sent_tokens(self) -> dict[str, Sent]:
        """The semantic tokens that the editor holds, by document."""
        return {}

    @property
    def has_session(self) -> bool:
        return "session" in self.__dict__

    @property
    def is_shut_down(self) -> bool:
        return bool(self.protocol.was_shut_down)  # type: ignore[attr-defined]

    def bases_in_use(self) -> Iterator[ProjectFile]:
        """The bases of open recipes and of those in the workspace; some of them more than once."""
        yield from self.session.bases_in_use()
        yield from self.workspace_diagnostics.bases_in_use()

    def is_more_waiting(self) -> bool:
        """Whether the editor has already sent more than was read."""
        return self.input is not None and self.input.is_waiting()

    def warn(self, message: str) -> None:
        """Something that is not as it should be, and no failure of the server."""
        log.warning("%s", message)
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """An error is for the log; a box on the screen would stop somebody typing."""
        log.error("%s", error)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"nam56r: {error}"))


def create_server() -> Server:
    """A server with all its features."""
    ls = Server()
    for method, where, options in FEATURES:
        guard = guarded_later if method in ANSWERED_LATER else guarded
        ls.feature(method, options)(guard(ls, method, where))
    for name, where in COMMANDS:
        ls.command(name)(guarded(ls, name, where))
    return ls


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
            ls.report_server_error(problem, None)
            return 1
        finally:
            ls.shutdown()  # type: ignore[no-untyped-call]
    return ls.protocol.exit_code  # type: ignore[attr-defined,no-any-return]


async def _exchange(ls: Server, raw: BinaryIO, output: BinaryIO) -> None:
    """What the library's `start_io` does, which hands every line of every message to a thread and
    back; ours waits in one only for what has not arrived."""
    ls.input = WaitingInput(raw, ls.thread_pool)
    ls.protocol.set_writer(StdoutWriter(output))
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        assert ls.input is not None
        ls.input.end()

    on_stop_signal(stop)
    await run_async(
        stop_event=stopped,
        reader=ls.input,
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
    return ls.protocol.exit_code  # type: ignore[attr-defined,no-any-return]


async def _listen(ls: Server, port: int) -> None:
    """What the library's `start_tcp` does, and a signal ends it as it ends `serve_stdio`."""
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
