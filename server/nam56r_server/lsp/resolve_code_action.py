"""Resolves a code action by the name under which it was listed: finds it again, with its edits.

Actions are not kept: they belong to a version of a document, and are computed once more. Must not
know which request resolves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lsprotocol import types

from nam56r_core.ide.code_action import ActionKind, CodeAction, code_actions
from nam56r_core.ide.placeholder import placeholder_after
from nam56r_core.text import TextEdit, TextRange
from nam56r_server.lsp.commands import SHOW_PLACE
from nam56r_server.lsp.context import Context, OpenRecipe
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.edits import workspace_edit
from nam56r_server.lsp.errors import Refusal


def name_of_action(
    document: OpenDocument, within: TextRange, action: CodeAction, number: int
) -> dict[str, Any]:
    """How an editor names an action: the `number`-th of its kind for a range, by its title, as a
    base or a setting may change what is listed for the same text."""
    return {
        "uri": document.uri,
        "version": document.version,
        "start": within.start,
        "end": within.end,
        "kind": action.kind.value,
        "number": number,
        "title": action.title,
    }


@dataclass(frozen=True, slots=True)
class Resolved:
    """An action's edit, then the command that selects the placeholder to fill in."""

    edit: types.WorkspaceEdit
    command: types.Command | None


def resolved(context: Context, recipe: OpenRecipe, edits: Sequence[TextEdit]) -> Resolved:
    """The edits of an action in the form that the editor supports."""
    changes = {recipe.uri: context.convert.edits(recipe.source, edits)}
    edit = workspace_edit(context.client, context.session.documents, changes)
    found = placeholder_after(recipe.source, edits)
    if found is None or not context.client.capabilities.shows_documents:
        return Resolved(edit, None)
    where = context.client.unstructure(context.convert.range(*found))
    return Resolved(edit, types.Command("Select", SHOW_PLACE, arguments=[recipe.uri, where]))


def resolve_by_name(context: Context, name: Any) -> Resolved:
    """An action by its name, with edits that were tried on the text; raises `Refusal`."""
    recipe, action = _found(context, name)
    edits = action.edits()
    if edits is None:
        raise Refusal(
            f"“{action.title}” cannot be done without touching anything else; do it by hand",
            types.LSPErrorCodes.RequestFailed,
        )
    return resolved(context, recipe, edits)


def _found(context: Context, name: Any) -> tuple[OpenRecipe, CodeAction]:
    try:
        uri, version = name["uri"], name["version"]
        within = TextRange(name["start"], name["end"])
        kind, number, title = ActionKind(name["kind"]), name["number"], name["title"]
    except (KeyError, TypeError, ValueError) as problem:
        raise Refusal(f"{name!r} names no action") from problem
    if not isinstance(uri, str) or not all(
        isinstance(value, int) and value >= 0 for value in (within.start, within.end, number)
    ):
        raise Refusal(f"{name!r} names no action")
    recipe = context.open_recipe(uri)
    if recipe is None or recipe.document.version != version:
        raise _changed(uri)
    listed = code_actions(recipe.view, within, [kind])
    if number >= len(listed) or listed[number].title != title:
        raise _changed(uri)
    return recipe, listed[number]


def _changed(uri: str) -> Refusal:
    return Refusal(
        f"{uri} is no longer what the action was listed for; choose once more",
        types.LSPErrorCodes.ContentModified,
    )
