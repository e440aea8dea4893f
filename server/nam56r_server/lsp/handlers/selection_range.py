"""`textDocument/selectionRange`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.selection_range import selection_ranges
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe


@about_recipe
def handle(
    context: Context, params: types.SelectionRangeParams, recipe: OpenRecipe
) -> list[types.SelectionRange]:
    found = []
    for position in params.positions:
        offset = context.convert.offset(recipe.source, position)
        chain: types.SelectionRange | None = None
        for where in reversed(selection_ranges(recipe.view, offset)):
            chain = types.SelectionRange(context.convert.range(recipe.source, where), chain)
        found.append(chain or types.SelectionRange(types.Range(position, position)))
    return found
