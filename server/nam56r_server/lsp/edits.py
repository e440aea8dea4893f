"""Edits of documents as the editor takes them: with the version they are for, where it can check.

Must not know why a document is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server


def workspace_edit(ls: Server, changes: Mapping[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
    """Edits by document; one that is not open has no version."""
    workspace = ls.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    if can is None or not can.document_changes:
        return types.WorkspaceEdit(changes=dict(changes))
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(_identifier(ls, uri), list(edits))
            for uri, edits in changes.items()
        ]
    )


def _identifier(ls: Server, uri: str) -> types.OptionalVersionedTextDocumentIdentifier:
    document = ls.session.documents.get(uri)
    version = document.version if document else None
    return types.OptionalVersionedTextDocumentIdentifier(uri, version)
