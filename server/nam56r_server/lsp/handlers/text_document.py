"""Documents that are opened, edited, saved and closed."""

from __future__ import annotations

from lsprotocol import types

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
    ls.publisher.closed(document.uri)
    ls.publisher.base_changed(document.identity)
