"""`textDocument/references`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.references import references
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe
from nam56r_server.lsp.locations import locations


@about_recipe
def handle(
    context: Context, params: types.ReferenceParams, recipe: OpenRecipe
) -> list[types.Location]:
    offset = context.convert.offset(recipe.source, params.position)
    declared = params.context.include_declaration
    found = references(recipe.view, offset, include_declaration=declared)
    return locations(context.convert, recipe.known, found)
