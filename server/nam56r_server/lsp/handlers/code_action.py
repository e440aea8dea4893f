"""`textDocument/codeAction`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.code_action import ActionKind, CodeAction, code_actions
from nam56r_server.lsp.commands import EXPORT
from nam56r_server.lsp.edits import workspace_edit
from nam56r_server.lsp.findings import page_uri
from nam56r_server.lsp.server import ACTION_KINDS, FIX_ALL, SOURCE_EXPORT, Server
from nam56r_server.lsp.session import Known

_KIND = {
    ActionKind.QUICK_FIX: types.CodeActionKind.QuickFix.value,
    ActionKind.REWRITE: types.CodeActionKind.RefactorRewrite.value,
    ActionKind.FIX_ALL: FIX_ALL,
    ActionKind.EXPORT: SOURCE_EXPORT,
}
assert set(_KIND.values()) == set(ACTION_KINDS)


def handle(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    uri = params.text_document.uri
    known = ls.known(uri)
    if known is None:
        return None
    within = ls.convert.text_range(known.view.source, params.range)
    asked = [kind.value if hasattr(kind, "value") else kind for kind in params.context.only or ()]
    return [
        _converted(ls, uri, known, action)
        for action in code_actions(known.view, within)
        if _is_asked_for(_KIND[action.kind], asked)
    ]


def _is_asked_for(kind: str, asked: list[str]) -> bool:
    """A kind is asked for by its own name or by that of a group that it is in. Source actions are
    not offered unasked: they are about the whole file."""
    if not asked:
        return not kind.startswith("source.")
    return any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in asked)


def _converted(ls: Server, uri: str, known: Known, action: CodeAction) -> types.CodeAction:
    source = known.view.source
    converted = types.CodeAction(
        title=action.title,
        kind=_KIND[action.kind],
        is_preferred=action.preferred or None,
    )
    if action.diagnostic is not None:
        code = action.diagnostic.code
        converted.diagnostics = [ls.convert.diagnostic(action.diagnostic, [], page_uri(code))]
    if action.edits:
        converted.edit = workspace_edit(ls, uri, ls.convert.edits(source, action.edits))
    else:
        converted.command = types.Command(action.title, EXPORT, arguments=[uri])
    return converted
