"""Documents that are opened, edited, saved and closed."""

from __future__ import annotations

from typing import Any, NoReturn

from lsprotocol import types

from nam56r_server.lsp.context import Context
from nam56r_server.lsp.documents import OUT_OF_SYNC
from nam56r_server.lsp.errors import Refusal


def did_open(context: Context, params: types.DidOpenTextDocumentParams) -> None:
    document = context.session.documents.open(params.text_document)
    context.session.forget(document.uri)
    context.publisher.changed(document)


def did_change(context: Context, params: types.DidChangeTextDocumentParams) -> None:
    document = context.session.documents.change(
        params.text_document, params.content_changes, context.convert
    )
    if document is not None:
        context.publisher.changed(document)


def missed_change(context: Context, params: Any) -> NoReturn:
    """Stop answering about a document after an edit that cannot be read, until the editor sends the
    whole text again. `params` has any shape."""
    identifier = params.get("textDocument") if isinstance(params, dict) else None
    uri = identifier.get("uri") if isinstance(identifier, dict) else None
    document = context.session.documents.get(uri) if isinstance(uri, str) else None
    if document is not None and document.in_sync:
        document.in_sync = False
        context.session.forget(document.uri)
        context.publisher.withdraw(document)
        context.client.refresh()
        text = f"nam56r: {document.source.name}: {OUT_OF_SYNC}"
        context.client.show_message(types.MessageType.Error, text)
    raise Refusal(f"the parameters of {types.TEXT_DOCUMENT_DID_CHANGE} cannot be read")


def did_save(context: Context, params: types.DidSaveTextDocumentParams) -> None:
    """Only settings are read from the disk; some editors do not watch files."""
    document = context.session.documents.get(params.text_document.uri)
    if document is not None and context.session.may_hold_settings(document):
        context.publisher.everything_changed()


def did_close(context: Context, params: types.DidCloseTextDocumentParams) -> None:
    document = context.session.documents.close(params.text_document.uri)
    if document is None:
        return
    context.session.closed(document)
    context.sent_tokens.closed(document.uri)
    context.invocations.closed(document.uri)
    context.publisher.closed(document.uri)
    context.publisher.base_changed(document.identity)
