"""Edits of documents as the editor takes them: with the version they are for, where it can check.

Must not know why a document is edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server


def workspace_edit(ls: Server, uri: str, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
    """Edits of one open document."""
    workspace = ls.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    document = ls.session.documents.get(uri)
    if can is not None and can.document_changes and document is not None:
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri, document.version)
        return types.WorkspaceEdit(
            document_changes=[types.TextDocumentEdit(identifier, list(edits))]
        )
    return types.WorkspaceEdit(changes={uri: edits})
