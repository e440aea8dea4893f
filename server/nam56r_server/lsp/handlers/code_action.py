"""`textDocument/codeAction`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.code_action import ActionKind, CodeAction, code_actions
from nam56r_server.lsp.commands import EXPORT
from nam56r_server.lsp.edits import workspace_edit
from nam56r_server.lsp.findings import page_uri
from nam56r_server.lsp.open_recipe import OpenRecipe, about_recipe
from nam56r_server.lsp.server import ACTION_KINDS, FIX_ALL, SOURCE_EXPORT, Server

_KIND = {
    ActionKind.QUICK_FIX: types.CodeActionKind.QuickFix.value,
    ActionKind.REWRITE: types.CodeActionKind.RefactorRewrite.value,
    ActionKind.FIX_ALL: FIX_ALL,
    ActionKind.EXPORT: SOURCE_EXPORT,
}
assert set(_KIND.values()) == set(ACTION_KINDS)


@about_recipe
def handle(
    ls: Server, params: types.CodeActionParams, recipe: OpenRecipe
) -> list[types.CodeAction]:
    within = ls.convert.text_range(recipe.source, params.range)
    asked = [kind.value if hasattr(kind, "value") else kind for kind in params.context.only or ()]
    return [
        _converted(ls, recipe, action)
        for action in code_actions(recipe.view, within)
        if _is_asked_for(_KIND[action.kind], asked)
    ]


def _is_asked_for(kind: str, asked: list[str]) -> bool:
    """A kind is asked for by its own name or by that of a group that it is in. Source actions are
    not offered unasked: they are about the whole file."""
    if not asked:
        return not kind.startswith("source.")
    return any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in asked)


def _converted(ls: Server, recipe: OpenRecipe, action: CodeAction) -> types.CodeAction:
    converted = types.CodeAction(
        title=action.title,
        kind=_KIND[action.kind],
        is_preferred=action.preferred or None,
    )
    if action.diagnostic is not None:
        code = action.diagnostic.code
        converted.diagnostics = [ls.convert.diagnostic(action.diagnostic, [], page_uri(code))]
    if action.edits:
        converted.edit = workspace_edit(
            ls, recipe.uri, ls.convert.edits(recipe.source, action.edits)
        )
    else:
        converted.command = types.Command(action.title, EXPORT, arguments=[recipe.uri])
    return converted
