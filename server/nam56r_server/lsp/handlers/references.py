"""`textDocument/references`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.references import references
from nam56r_server.lsp.locations import locations
from nam56r_server.lsp.open_recipe import OpenRecipe, about_recipe
from nam56r_server.lsp.server import Server


@about_recipe
def handle(ls: Server, params: types.ReferenceParams, recipe: OpenRecipe) -> list[types.Location]:
    offset = ls.convert.offset(recipe.source, params.position)
    declared = params.context.include_declaration
    found = references(recipe.view, offset, include_declaration=declared)
    return locations(ls, recipe.known, found)
