"""`textDocument/documentHighlight`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.document_highlight import HighlightKind, document_highlights
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe

_KIND = {
    HighlightKind.READ: types.DocumentHighlightKind.Read,
    HighlightKind.WRITE: types.DocumentHighlightKind.Write,
}


@about_recipe
def handle(
    context: Context, params: types.DocumentHighlightParams, recipe: OpenRecipe
) -> list[types.DocumentHighlight]:
    offset = context.convert.offset(recipe.source, params.position)
    return [
        types.DocumentHighlight(
            context.convert.range(recipe.source, found.range), _KIND[found.kind]
        )
        for found in document_highlights(recipe.view, offset)
    ]
