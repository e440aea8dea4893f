"""`textDocument/documentSymbol`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.document_symbol import DocumentSymbol, SymbolKind, document_symbols
from nam56r_core.text import SourceText
from nam56r_server.lsp.open_recipe import OpenRecipe, about_recipe
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


@about_recipe
def handle(
    ls: Server, params: types.DocumentSymbolParams, recipe: OpenRecipe
) -> list[types.DocumentSymbol]:
    return [_converted(ls, recipe.source, symbol) for symbol in document_symbols(recipe.view)]


def _converted(ls: Server, source: SourceText, symbol: DocumentSymbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail or None,
        kind=_KIND[symbol.kind],
        range=ls.convert.range(source, symbol.range),
        selection_range=ls.convert.range(source, symbol.selection_range),
        children=[_converted(ls, source, child) for child in symbol.children],
    )
