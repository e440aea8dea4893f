"""`textDocument/hover`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.hover import hover
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe
from nam56r_server.lsp.markup import hover_contents


@about_recipe
def handle(context: Context, params: types.HoverParams, recipe: OpenRecipe) -> types.Hover | None:
    found = hover(recipe.view, context.convert.offset(recipe.source, params.position))
    if found is None:
        return None
    return types.Hover(
        hover_contents(context.client.capabilities, found.markdown),
        context.convert.range(recipe.source, found.range),
    )
