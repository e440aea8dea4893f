"""Which handler answers which method: one row a method.

A row names the message, whose class gives the type of its parameters, and the handler's function,
whose types mypy compares with it. `handlers` loads a module when a row is first used. Must not know
how anything is answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from lsprotocol import types

from nam56r_server.lsp import commands, handlers, options
from nam56r_server.lsp.protocol import MissedChange

if TYPE_CHECKING:
    from nam56r_server.lsp.context import Context

Params = TypeVar("Params")
ParamsOf = TypeVar("ParamsOf", covariant=True)


class Message(Protocol[ParamsOf]):
    """A request or notification of `lsprotocol`."""

    @property
    def params(self) -> ParamsOf: ...


@dataclass(frozen=True, slots=True)
class Feature:
    """A row; `is_async` is true for a handler that lets others run, and can be cancelled."""

    method: str
    load: Callable[[], Callable[[Context, Any], Any]]
    options: Any = None
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """The same for a command of `workspace/executeCommand`."""

    name: str
    load: Callable[[], Callable[[Context, types.ExecuteCommandParams], object]]


def feature(
    message: type[Message[Params]],
    load: Callable[[], Callable[[Context, Params], object]],
    options: Any = None,
) -> Feature:
    return Feature(method_of(message), load, options)


def async_feature(
    message: type[Message[Params]],
    load: Callable[[], Callable[[Context, Params], Awaitable[object]]],
    options: Any = None,
) -> Feature:
    return Feature(method_of(message), load, options, is_async=True)


def method_of(message: type[Any]) -> str:
    """The method of a message, which is the only value that its class allows for the field."""
    method: str = message.__attrs_attrs__.method.default
    return method


FEATURES: tuple[Feature, ...] = (
    # the lifecycle
    feature(types.InitializedNotification, lambda: handlers.lifecycle.initialized),
    # documents
    feature(types.DidOpenTextDocumentNotification, lambda: handlers.text_document.did_open),
    feature(types.DidChangeTextDocumentNotification, lambda: handlers.text_document.did_change),
    feature(MissedChange, lambda: handlers.text_document.missed_change),
    feature(types.DidSaveTextDocumentNotification, lambda: handlers.text_document.did_save),
    feature(types.DidCloseTextDocumentNotification, lambda: handlers.text_document.did_close),
    # the workspace
    feature(
        types.DidChangeConfigurationNotification,
        lambda: handlers.workspace.did_change_configuration,
    ),
    feature(
        types.DidChangeWatchedFilesNotification,
        lambda: handlers.workspace.did_change_watched_files,
    ),
    feature(
        types.DidChangeWorkspaceFoldersNotification,
        lambda: handlers.workspace.did_change_folders,
    ),
    # features
    feature(
        types.DocumentDiagnosticRequest, lambda: handlers.diagnostic.document, options.DIAGNOSTICS
    ),
    async_feature(types.WorkspaceDiagnosticRequest, lambda: handlers.diagnostic.workspace),
    feature(types.HoverRequest, lambda: handlers.hover.handle),
    feature(types.CompletionRequest, lambda: handlers.completion.handle, options.COMPLETION),
    feature(types.CompletionResolveRequest, lambda: handlers.completion.resolve),
    feature(
        types.SemanticTokensRequest, lambda: handlers.semantic_tokens.full, options.SEMANTIC_TOKENS
    ),
    feature(
        types.SemanticTokensDeltaRequest,
        lambda: handlers.semantic_tokens.delta,
        options.SEMANTIC_TOKENS,
    ),
    feature(
        types.SemanticTokensRangeRequest,
        lambda: handlers.semantic_tokens.within,
        options.SEMANTIC_TOKENS,
    ),
    feature(types.InlayHintRequest, lambda: handlers.inlay_hint.handle),
    feature(types.CodeLensRequest, lambda: handlers.code_lens.handle),
    feature(types.CodeActionRequest, lambda: handlers.code_action.handle, options.CODE_ACTIONS),
    feature(types.CodeActionResolveRequest, lambda: handlers.code_action.resolve),
    feature(types.DocumentSymbolRequest, lambda: handlers.document_symbol.handle),
    feature(types.FoldingRangeRequest, lambda: handlers.folding_range.handle),
    feature(types.SelectionRangeRequest, lambda: handlers.selection_range.handle),
    feature(types.DefinitionRequest, lambda: handlers.definition.handle),
    feature(types.ReferencesRequest, lambda: handlers.references.handle),
    feature(types.DocumentHighlightRequest, lambda: handlers.document_highlight.handle),
    feature(types.DocumentLinkRequest, lambda: handlers.document_link.handle),
    async_feature(
        types.WillRenameFilesRequest,
        lambda: handlers.will_rename_files.handle,
        options.RECIPES_AND_FOLDERS,
    ),
)

COMMANDS: tuple[Command, ...] = (
    Command(commands.EXPORT, lambda: handlers.commands.export),
    Command(commands.SHOW_PLAN, lambda: handlers.commands.show_plan),
    Command(commands.COMPARE_TARGETS, lambda: handlers.commands.compare_targets),
    Command(commands.APPLY_FIX, lambda: handlers.commands.apply_fix),
    Command(commands.SHOW_PLACE, lambda: handlers.commands.show_place),
)
