"""`textDocument/codeAction` and `codeAction/resolve`.

Editors ask with every move of the cursor, and edits are tried on the text before they are handed
out. So only as many are tried as cost little; the others follow when they are chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lsprotocol import types

from nam56r_core.ide.code_action import ActionKind, CodeAction, code_actions
from nam56r_server.lsp.commands import APPLY_FIX, EXPORT
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe
from nam56r_server.lsp.findings import own_finding
from nam56r_server.lsp.options import ACTION_KINDS, FIX_ALL, SOURCE_EXPORT
from nam56r_server.lsp.resolve_code_action import name_of_action, resolve_by_name, resolved

_KIND = {
    ActionKind.QUICK_FIX: types.CodeActionKind.QuickFix.value,
    ActionKind.REWRITE: types.CodeActionKind.RefactorRewrite.value,
    ActionKind.FIX_ALL: FIX_ALL,
    ActionKind.EXPORT: SOURCE_EXPORT,
}
assert set(_KIND.values()) == set(ACTION_KINDS)

CHEAP = 64 * 1024
"""Bytes that are read to try edits where the others can follow."""

BEARABLE = 512 * 1024
"""The same where they cannot: what would cost more is offered only to who asks for its kind."""

_Listed = list[types.CodeAction | types.Command]


@about_recipe
def handle(context: Context, params: types.CodeActionParams, recipe: OpenRecipe) -> _Listed:
    within = context.convert.text_range(recipe.source, params.range)
    kinds = _kinds(params.context.only or ())
    capabilities = context.client.capabilities
    can_resolve, takes_actions = capabilities.resolves_edits, capabilities.code_actions
    left = CHEAP if can_resolve else BEARABLE
    numbers: Counter[ActionKind] = Counter()
    listed: _Listed = []
    for action in code_actions(recipe.view, within, kinds):
        name = name_of_action(recipe.document, within, action, numbers[action.kind])
        numbers[action.kind] += 1
        cost = action.readings * len(recipe.source.data)
        if action.work is None:
            command = types.Command(action.title, EXPORT, arguments=[recipe.uri])
            listed.append(_action(context, recipe, action, command) if takes_actions else command)
        elif not takes_actions:
            listed.append(types.Command(action.title, APPLY_FIX, arguments=[recipe.uri, name]))
        elif cost <= left or (kinds == [action.kind] and not can_resolve):
            left -= cost
            edits = action.edits()
            if edits is not None:
                done = resolved(context, recipe, edits)
                converted = _action(context, recipe, action, done.command)
                converted.edit = done.edit
                listed.append(converted)
        elif can_resolve:
            converted = _action(context, recipe, action)
            converted.data = name
            listed.append(converted)
    return listed


def resolve(context: Context, action: types.CodeAction) -> types.CodeAction:
    """The edits of the action that was chosen."""
    if action.edit is None and action.data is not None:
        done = resolve_by_name(context, action.data)
        action.edit = done.edit
        if "command" in context.client.capabilities.resolved_by_code_action:
            action.command = done.command
    return action


def _action(
    context: Context, recipe: OpenRecipe, action: CodeAction, command: types.Command | None = None
) -> types.CodeAction:
    """The action as it is listed, without its edits."""
    return types.CodeAction(
        title=action.title,
        kind=_KIND[action.kind],
        is_preferred=action.preferred or None,
        diagnostics=[own_finding(context.convert, recipe.known, d) for d in action.diagnostics]
        or None,
        command=command,
    )


def _kinds(asked: Sequence[types.CodeActionKind | str]) -> list[ActionKind]:
    """A kind is asked for by its own name or by that of a group that it is in, or as all are."""
    names = [kind.value if isinstance(kind, types.CodeActionKind) else kind for kind in asked]
    return [
        kind
        for kind, name in _KIND.items()
        if not names or any(name == wanted or name.startswith(f"{wanted}.") for wanted in names)
    ]
