"""Documents that are opened, edited, saved and closed."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from nam56r_server.lsp.documents import OUT_OF_SYNC
from nam56r_server.lsp.refreshing import everything_changed
from nam56r_server.lsp.server import Server


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = ls.session.documents.open(params.text_document)
    ls.session.forget(document.uri)
    ls.publisher.changed(document)


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = ls.session.documents.change(params.text_document, params.content_changes, ls.convert)
    if document is not None:
        ls.publisher.changed(document)


def missed_change(ls: Server, params: Any) -> None:
    """An edit that cannot be read: nothing is said of the document until its whole text is told
    again. `params` is what was sent, whatever its shape."""
    identifier = params.get("textDocument") if isinstance(params, dict) else None
    uri = identifier.get("uri") if isinstance(identifier, dict) else None
    document = ls.session.documents.get(uri) if isinstance(uri, str) else None
    if document is None or not document.in_sync:
        return
    document.in_sync = False
    ls.session.forget(document.uri)
    ls.publisher.withdraw(document)
    ls.refresher.wanted()
    ls.window_show_message(
        types.ShowMessageParams(
            types.MessageType.Error, f"nam56r: {document.source.name}: {OUT_OF_SYNC}"
        )
    )


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """What is on the disk matters for settings only; the editor may not watch files for us."""
    document = ls.session.documents.get(params.text_document.uri)
    if document is not None and ls.session.may_hold_settings(document):
        everything_changed(ls)


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    document = ls.session.documents.close(params.text_document.uri)
    if document is None:
        return
    ls.session.closed(document)
    ls.sent_tokens.pop(document.uri, None)
    ls.invocations.closed(document.uri)
    ls.publisher.closed(document.uri)
    ls.publisher.base_changed(document.identity)
