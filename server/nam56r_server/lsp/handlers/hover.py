"""`textDocument/hover`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.hover import hover
from nam56r_server.lsp.markup import hover_contents
from nam56r_server.lsp.open_recipe import OpenRecipe, about_recipe
from nam56r_server.lsp.server import Server


@about_recipe
def handle(ls: Server, params: types.HoverParams, recipe: OpenRecipe) -> types.Hover | None:
    found = hover(recipe.view, ls.convert.offset(recipe.source, params.position))
    if found is None:
        return None
    return types.Hover(
        hover_contents(ls, found.markdown),
        ls.convert.range(recipe.source, found.range),
    )
