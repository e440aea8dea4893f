"""Folders of the workspace by the URI that the editor gave them, whatever is escaped in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from support.editor import NEOVIM
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("name", ["plain", "sp ace", "c# proj", "p%41q", "Ünï"])
async def test_a_folder_with_an_odd_name(start: Start, tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    root.mkdir()
    base, heir = root / "base.nam56r.yaml", root / "heir.nam56r.yaml"
    base.write_text(COMPLETE, "utf-8")
    heir.write_text("extends: base.nam56r.yaml\n", "utf-8")
    editor = await start(NEOVIM, root)

    scopes: list[str | None] = []

    def answer(params: types.ConfigurationParams) -> list[None]:
        scopes.extend(item.scope_uri for item in params.items)
        editor.news.set()
        return [None for _ in params.items]

    editor.answer_configuration = answer
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    await editor.until(lambda: bool(scopes), "the settings were not asked for")
    assert scopes == [None, root.as_uri()]

    report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    assert {item.uri for item in report.items} == {base.as_uri(), heir.as_uri()}

    rename = types.FileRename(base.as_uri(), base.with_name("other.nam56r.yaml").as_uri())
    edit = await editor.workspace_will_rename_files_async(types.RenameFilesParams([rename]))
    assert edit is not None
    assert set(edit.changes or {}) == {heir.as_uri()}
