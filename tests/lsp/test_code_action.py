"""Code actions as each editor can take them: with their edits, with edits that follow, as commands.

What is offered is tested in `tests/ide`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from nam56r_server.lsp.commands import APPLY_FIX, EXPORT
from nam56r_server.lsp.options import FIX_ALL, SOURCE_EXPORT
from support.editor import EMACS, NEOVIM, VSCODE, Editor, position_of
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio

WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")
FLAGS = "".join(f"  - --log-interval={number}\n" for number in range(4_000))
LONG = WRONG.replace("name: complete\n", f"name: complete\nextra_args:\n{FLAGS}")
"""So long that trying edits costs more than an editor should wait for."""

WHOLE = types.Range(types.Position(0, 0), types.Position(100_000, 0))


async def _listed(
    editor: Editor, uri: str, where: types.Range, *only: str
) -> list[types.CodeAction | types.Command]:
    context = types.CodeActionContext([], only=list(only) or None)
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), where, context)
    return list(await editor.text_document_code_action_async(params) or [])


def _letter(text: str, editor: Editor) -> types.Range:
    place = position_of(text, text.index("Am\n") + 1, editor.encoding)
    return types.Range(place, place)


def _new_texts(edit: types.WorkspaceEdit | None) -> list[str]:
    assert edit is not None
    if edit.document_changes is None:
        return [one.new_text for edits in (edit.changes or {}).values() for one in edits]
    return [
        one.new_text
        for change in edit.document_changes
        if isinstance(change, types.TextDocumentEdit)
        for one in change.edits
        if isinstance(one, types.TextEdit)
    ]


def _titled(listed: list[types.CodeAction | types.Command], title: str) -> types.CodeAction:
    (found,) = [action for action in listed if action.title.startswith(title)]
    assert isinstance(found, types.CodeAction)
    return found


def _kind(listed: types.CodeAction | types.Command) -> str | None:
    """The library reads an action that has a command for the command."""
    if isinstance(listed, types.CodeAction):
        return str(listed.kind)
    return SOURCE_EXPORT if listed.title.startswith("Export") else "quickfix"


async def test_a_short_recipe_has_its_edits_at_once(editor: Editor, folder: Path) -> None:
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    published = (await editor.findings(uri))[0]
    action = _titled(await _listed(editor, uri, _letter(WRONG, editor)), "Write `M`")
    assert _new_texts(action.edit) == ["M"]
    assert list(action.diagnostics or ()) == [published]


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM], ids=str)
async def test_edits_of_a_long_recipe_follow(start: Start, folder: Path, kind: object) -> None:
    editor = await start(kind)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, LONG)
    listed = await _listed(editor, uri, _letter(LONG, editor))
    titles = ("Write `M`", "Accept `lower-case-letter` in the whole file", "Apply all safe fixes")
    for title in titles:
        action = _titled(listed, title)
        assert action.edit is None
        assert _new_texts((await editor.code_action_resolve_async(action)).edit)
    first = _titled(listed, titles[0])
    editor.replace(uri, "name: complete\n", "name: other\n")
    with pytest.raises(JsonRpcException) as refused:
        await editor.code_action_resolve_async(first)
    assert refused.value.code == types.LSPErrorCodes.ContentModified


async def test_an_action_is_found_again_by_its_title(start: Start, folder: Path) -> None:
    """A base or a setting may have changed what is listed for the same text."""
    editor = await start()
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, LONG)
    action = _titled(await _listed(editor, uri, _letter(LONG, editor)), "Write `M`")
    assert (await editor.code_action_resolve_async(action)).edit is not None
    action.data["title"] = "Write `A`"
    with pytest.raises(JsonRpcException) as refused:
        await editor.code_action_resolve_async(action)
    assert refused.value.code == types.LSPErrorCodes.ContentModified


async def test_where_edits_cannot_follow_few_are_made(start: Start, folder: Path) -> None:
    editor = await start(EMACS)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, LONG)
    listed = await _listed(editor, uri, WHOLE)
    assert 0 < len(listed) < 20
    assert all(found.edit for found in listed if isinstance(found, types.CodeAction))


async def test_what_is_about_the_whole_file_is_found(editor: Editor, folder: Path) -> None:
    """Also by editors that ask without a kind; by its kind, or that of its group, alone."""
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    for only, expected in (
        ((), {"quickfix", FIX_ALL, SOURCE_EXPORT}),
        (("source.fixAll",), {FIX_ALL}),
        (("source",), {FIX_ALL, SOURCE_EXPORT}),
        (("refactor",), set()),
    ):
        listed = await _listed(editor, uri, _letter(WRONG, editor), *only)
        assert {_kind(found) for found in listed} == expected, only
    editor.rewrite(uri, COMPLETE)
    assert [_kind(found) for found in await _listed(editor, uri, WHOLE)] == [SOURCE_EXPORT]


async def test_an_editor_without_actions_is_given_commands(start: Start, folder: Path) -> None:
    def plain(params: types.InitializeParams) -> None:
        text = params.capabilities.text_document
        assert text is not None
        text.code_action = types.CodeActionClientCapabilities()

    editor = await start(change=plain)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    listed = await _listed(editor, uri, _letter(WRONG, editor))
    assert {found.command for found in listed} == {APPLY_FIX, EXPORT}
    command = next(found for found in listed if found.title == "Write `M`")
    await editor.workspace_execute_command_async(
        types.ExecuteCommandParams(command.command, arguments=command.arguments)
    )
    await editor.until(lambda: bool(editor.applied), "no edit came")
    assert _new_texts(editor.applied[0].edit) == ["M"]
