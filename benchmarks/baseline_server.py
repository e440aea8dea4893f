"""The least that a server written with pygls can be: it keeps documents as the library does and
publishes one constant diagnostic for every version of one.

What it costs is what any server in this language pays; ours is measured beside it.
"""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("baseline", "1")

DIAGNOSTIC = types.Diagnostic(
    range=types.Range(types.Position(0, 0), types.Position(0, 1)),
    message="always the same",
    severity=types.DiagnosticSeverity.Warning,
    source="baseline",
)


def _publish(uri: str, version: int) -> None:
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(uri, [DIAGNOSTIC], version)
    )


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(params: types.DidOpenTextDocumentParams) -> None:
    _publish(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(params: types.DidChangeTextDocumentParams) -> None:
    _publish(params.text_document.uri, params.text_document.version)


if __name__ == "__main__":
    server.start_io()
