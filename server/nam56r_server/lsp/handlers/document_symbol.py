"""`textDocument/documentSymbol`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from nam56r_core.ide.document_symbol import DocumentSymbol, SymbolKind, document_symbols
from nam56r_core.text import SourceText
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe

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
    context: Context, params: types.DocumentSymbolParams, recipe: OpenRecipe
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    found = document_symbols(recipe.view)
    if context.client.capabilities.hierarchical_symbols:
        return [_converted(context, recipe.source, symbol) for symbol in found]
    return list(_flat(context, recipe, found, None))


def _flat(
    context: Context, recipe: OpenRecipe, found: Iterable[DocumentSymbol], container: str | None
) -> Iterator[types.SymbolInformation]:
    """Each symbol before those in it, which name it."""
    for symbol in found:
        where = context.convert.range(recipe.source, symbol.range)
        location = types.Location(recipe.uri, where)
        yield types.SymbolInformation(
            location=location, name=symbol.name, kind=_KIND[symbol.kind], container_name=container
        )
        yield from _flat(context, recipe, symbol.children, symbol.name)


def _converted(
    context: Context, source: SourceText, symbol: DocumentSymbol
) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=symbol.name,
        detail=symbol.detail or None,
        kind=_KIND[symbol.kind],
        range=context.convert.range(source, symbol.range),
        selection_range=context.convert.range(source, symbol.selection_range),
        children=[_converted(context, source, child) for child in symbol.children],
    )
