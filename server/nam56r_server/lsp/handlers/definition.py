"""`textDocument/definition`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.base_reference import BaseReference
from nam56r_core.ide.definition import definition
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe
from nam56r_server.lsp.locations import locations


@about_recipe
def handle(
    context: Context, params: types.DefinitionParams, recipe: OpenRecipe
) -> list[types.Location]:
    found = definition(recipe.view, context.convert.offset(recipe.source, params.position))
    if isinstance(found, BaseReference):
        start = types.Position(0, 0)
        uri = context.session.uri_of_base(recipe.uri, found.reference)
        return [types.Location(uri, types.Range(start, start))] if uri else []
    return locations(context.convert, recipe.known, found)
