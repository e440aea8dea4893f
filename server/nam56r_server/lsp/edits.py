"""Edits of documents in the form that the editor supports, with versions if it checks them.

Must not know why a document is edited.
"""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from nam56r_server.lsp.client import Client
from nam56r_server.lsp.documents import Documents


def workspace_edit(
    client: Client, documents: Documents, changes: Mapping[str, list[types.TextEdit]]
) -> types.WorkspaceEdit:
    """Edits by document; one that is not open has no version."""
    if not client.capabilities.versioned_edits:
        return types.WorkspaceEdit(changes=dict(changes))
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(_identifier(documents, uri), list(edits))
            for uri, edits in changes.items()
        ]
    )


def _identifier(documents: Documents, uri: str) -> types.OptionalVersionedTextDocumentIdentifier:
    document = documents.get(uri)
    version = document.version if document else None
    return types.OptionalVersionedTextDocumentIdentifier(uri, version)
