"""`textDocument/inlayHint`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.inlay_hint import InlayHintOptions, inlay_hints
from nam56r_server.lsp.markup import tooltip
from nam56r_server.lsp.open_recipe import OpenRecipe, about_recipe
from nam56r_server.lsp.server import Server


@about_recipe
def handle(ls: Server, params: types.InlayHintParams, recipe: OpenRecipe) -> list[types.InlayHint]:
    chosen = ls.session.editor_settings(recipe.document.path).inlay_hints
    options = InlayHintOptions(chosen.counts, chosen.stages, chosen.lowered)
    within = ls.convert.text_range(recipe.source, params.range)
    return [
        types.InlayHint(
            position=ls.convert.position(recipe.source, hint.offset),
            label=hint.label,
            tooltip=tooltip(ls, hint.tooltip),
            padding_left=True,
        )
        for hint in inlay_hints(recipe.view, options, within)
    ]
