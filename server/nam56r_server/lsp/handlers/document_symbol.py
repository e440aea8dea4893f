"""`textDocument/documentSymbol`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.document_symbol import DocumentSymbol, SymbolKind, document_symbols
from nam56r_core.text import SourceText
from nam56r_server.lsp.server import Server

_KIND = {
    SymbolKind.SECTION: types.SymbolKind.Namespace,
    SymbolKind.LIST: types.SymbolKind.Array,
    SymbolKind.TEXT: types.SymbolKind.String,
    SymbolKind.NUMBER: types.SymbolKind.Number,
    SymbolKind.SWITCH: types.SymbolKind.Boolean,
    SymbolKind.NOTHING: types.SymbolKind.Null,
    SymbolKind.LETTER: types.SymbolKind.EnumMember,
}


def handle(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    source = known.view.source
    return [_converted(ls, source, symbol) for symbol in document_symbols(known.view)]


def _converted(ls: Server, source: SourceText, symbol: DocumentSymbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail or None,
        kind=_KIND[symbol.kind],
        range=ls.convert.range(source, symbol.range),
        selection_range=ls.convert.range(source, symbol.selection_range),
        children=[_converted(ls, source, child) for child in symbol.children],
    )
