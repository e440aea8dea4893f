"""`textDocument/documentSymbol`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    found = document_symbols(recipe.view)
    if _shows_trees(ls):
        return [_converted(ls, recipe.source, symbol) for symbol in found]
    return list(_flat(ls, recipe, found, None))


def _shows_trees(ls: Server) -> bool:
    text = ls.client_capabilities.text_document
    can = text.document_symbol if text else None
    return bool(can and can.hierarchical_document_symbol_support)


def _flat(
    ls: Server, recipe: OpenRecipe, found: Iterable[DocumentSymbol], container: str | None
) -> Iterator[types.SymbolInformation]:
    """Each symbol before those in it, which name it."""
    for symbol in found:
        where = ls.convert.range(recipe.source, symbol.range)
        location = types.Location(recipe.uri, where)
        yield types.SymbolInformation(
            location=location, name=symbol.name, kind=_KIND[symbol.kind], container_name=container
        )
        yield from _flat(ls, recipe, symbol.children, symbol.name)


def _converted(ls: Server, source: SourceText, symbol: DocumentSymbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail or None,
        kind=_KIND[symbol.kind],
        range=ls.convert.range(source, symbol.range),
        selection_range=ls.convert.range(source, symbol.selection_range),
        children=[_converted(ls, source, child) for child in symbol.children],
    )
