"""`textDocument/inlayHint`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.inlay_hint import InlayHintOptions, inlay_hints
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe
from nam56r_server.lsp.markup import tooltip


@about_recipe
def handle(
    context: Context, params: types.InlayHintParams, recipe: OpenRecipe
) -> list[types.InlayHint]:
    chosen = context.session.editor_settings(recipe.document.path).inlay_hints
    options = InlayHintOptions(chosen.counts, chosen.stages, chosen.lowered)
    within = context.convert.text_range(recipe.source, params.range)
    return [
        types.InlayHint(
            position=context.convert.position(recipe.source, hint.offset),
            label=hint.label,
            tooltip=tooltip(context.client.capabilities, hint.tooltip),
            padding_left=True,
        )
        for hint in inlay_hints(recipe.view, options, within)
    ]
