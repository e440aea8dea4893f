"""`textDocument/foldingRange`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.folding_range import folding_ranges
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe


@about_recipe
def handle(
    context: Context, params: types.FoldingRangeParams, recipe: OpenRecipe
) -> list[types.FoldingRange]:
    found = []
    for fold in folding_ranges(recipe.view):
        where = context.convert.range(recipe.source, fold.range)
        kind = types.FoldingRangeKind.Comment if fold.is_comment else None
        found.append(types.FoldingRange(where.start.line, where.end.line, kind=kind))
    return found
