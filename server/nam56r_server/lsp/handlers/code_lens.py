"""`textDocument/codeLens`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.code_lens import LensCommand, code_lenses
from nam56r_server.lsp.commands import EXPORT, SHOW_PLAN
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe

_COMMANDS = {LensCommand.EXPORT: EXPORT, LensCommand.PREVIEW_PLAN: SHOW_PLAN}


@about_recipe
def handle(
    context: Context, params: types.CodeLensParams, recipe: OpenRecipe
) -> list[types.CodeLens]:
    if not context.session.editor_settings(recipe.document.path).code_lens:
        return []
    return [
        types.CodeLens(
            range=context.convert.range(recipe.source, lens.range),
            command=types.Command(
                title=lens.title,
                command=_COMMANDS[lens.command],
                arguments=list(lens.arguments),
            ),
        )
        for lens in code_lenses(recipe.view, recipe.uri)
    ]
