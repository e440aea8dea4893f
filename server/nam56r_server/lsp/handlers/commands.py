"""`workspace/executeCommand`: what takes longer than a keystroke, or writes files.

The first argument of each is the URI of an open recipe.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from nam56r_core.analysis import Analysis
from nam56r_core.compare.differ import compare
from nam56r_core.compare.document import comparison_document
from nam56r_core.compare.markdown import comparison_markdown
from nam56r_core.export.document import plan_document
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.picture.compare_picture import compare_picture
from nam56r_core.picture.plan_picture import plan_picture
from nam56r_core.picture.style import THEMES
from nam56r_core.plural import counted
from nam56r_core.targets.releases import UnknownTarget, find_release
from nam56r_server.errors import CommandError
from nam56r_server.exports import destinations, outputs
from nam56r_server.lsp.context import Context, OpenRecipe
from nam56r_server.lsp.documents import OUT_OF_SYNC
from nam56r_server.lsp.errors import Refusal
from nam56r_server.lsp.parent_watchdog import no_exit
from nam56r_server.lsp.resolve_code_action import resolve_by_name
from nam56r_server.lsp.uris import uri_of
from nam56r_server.project import write_outputs

QUIET = "quiet"


def export(context: Context, params: types.ExecuteCommandParams) -> dict[str, object]:
    """Write the files of a recipe, as it is in the editor: `written` holds their URIs. With the
    second argument `quiet` no message is shown: the editor shows its own."""
    recipe = _recipe(context, params)
    path = recipe.document.path
    if path is None:
        raise Refusal("save the recipe first: its exports are written beside it")
    analysis = recipe.view.analysis
    title = f"Exporting {recipe.document.source.name}"
    with context.client.progress(title, params.work_done_token):
        try:
            (destination,) = destinations([path], context.session.finder(path))
            with no_exit:
                written = write_outputs(outputs(analysis, destination))
        except CommandError as problem:
            raise Refusal(str(problem)) from problem
    _, manner, *_ = _arguments(params)
    if manner != QUIET:
        how = "runnable" if analysis.runnable else f"not runnable: {_refusal(analysis)}"
        kind = types.MessageType.Info if analysis.runnable else types.MessageType.Warning
        text = f"{recipe.document.source.name}: {counted(len(written), 'file')} written ({how})"
        context.client.show_message(kind, text)
    return {
        "written": [uri_of(path) for path in written],
        "runnable": analysis.runnable,
        "refusal": _refusal(analysis),
    }


def _refusal(analysis: Analysis) -> str | None:
    refusal = analysis.refusal
    return refusal_words(refusal, analysis.plan.target) if refusal else None


def show_plan(context: Context, params: types.ExecuteCommandParams) -> dict[str, object] | None:
    """The plan as a picture (`svg`) and as values (`plan`, of `plan-1.schema.json`); the second
    argument is `auto`, `light` or `dark`. Null for an open document that is no recipe: an editor
    asks that way what it is showing."""
    uri, theme, *_ = _arguments(params)
    document = context.session.documents.get(uri) if isinstance(uri, str) else None
    if document is not None and document.in_sync and context.session.known(document) is None:
        return None
    recipe = _recipe(context, params)
    if theme is not None and theme not in THEMES:
        raise Refusal(f"{theme!r} is no theme; name one of {', '.join(THEMES)}")
    analysis = recipe.view.analysis
    return {
        "uri": recipe.uri,
        "version": recipe.document.version,
        "runnable": analysis.runnable,
        "refusal": _refusal(analysis),
        "status": analysis.plan.status_counts(),
        "svg": plan_picture(analysis, theme or "auto"),
        "plan": plan_document(
            analysis.plan,
            analysis.facts.assumed_dimensions,
            analysis.diagnostics,
            analysis.runnable,
        ),
    }


def compare_targets(context: Context, params: types.ExecuteCommandParams) -> dict[str, object]:
    """The recipe on its own target and on another, which is the second argument."""
    recipe = _recipe(context, params)
    _, name, *_ = _arguments(params)
    if not isinstance(name, str):
        raise Refusal(f"{params.command} names no target; give one as its second argument")
    found = find_release(name)
    if isinstance(found, UnknownTarget):
        raise Refusal(f"{name!r} is no known target; `nam56r targets` lists all")
    with context.client.progress(f"Comparing with {found.tag}", params.work_done_token):
        other = context.session.on_target(recipe.document, found.tag)
        comparison = compare(recipe.view.analysis, other)
    return {
        "uri": recipe.uri,
        "markdown": comparison_markdown(comparison),
        "svg": compare_picture(recipe.view.analysis, other),
        "comparison": comparison_document(comparison),
    }


def apply_fix(context: Context, params: types.ExecuteCommandParams) -> None:
    """Do what a code action says, for editors that are given it as a command."""
    recipe = _recipe(context, params)
    _, name, *_ = _arguments(params)
    done = resolve_by_name(context, name)
    context.client.request(types.WORKSPACE_APPLY_EDIT, types.ApplyWorkspaceEditParams(done.edit))
    if done.command is not None:
        _show(context, recipe.uri, (done.command.arguments or [None])[-1])


def show_place(context: Context, params: types.ExecuteCommandParams) -> None:
    """Select a range of a document, which is the second argument, in the editor."""
    uri, where, *_ = _arguments(params)
    if not isinstance(uri, str):
        raise Refusal(f"{params.command} takes the URI of a document and a range")
    _show(context, uri, where)


def _show(context: Context, uri: str, where: Any) -> None:
    try:
        selection = context.client.structure(where, types.Range)
    except Exception as problem:  # whatever the library makes of another shape
        raise Refusal(f"{where!r} is no range") from problem
    params = types.ShowDocumentParams(uri, take_focus=True, selection=selection)
    context.client.request(types.WINDOW_SHOW_DOCUMENT, params)


def _arguments(params: types.ExecuteCommandParams) -> list[Any]:
    """As many as any command takes, with None for what was left out."""
    return [*(params.arguments or ()), None, None]


def _recipe(context: Context, params: types.ExecuteCommandParams) -> OpenRecipe:
    uri, *_ = _arguments(params)
    if not isinstance(uri, str):
        raise Refusal(
            f"{params.command} names no recipe; give the URI of an open one as its first argument"
        )
    recipe = context.open_recipe(uri)
    if recipe is None:
        document = context.session.documents.get(uri)
        if document is not None and not document.in_sync:
            raise Refusal(f"{uri}: {OUT_OF_SYNC}")
        raise Refusal(f"{uri!r} is no open recipe; open it first")
    return recipe
