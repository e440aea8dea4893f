"""Recipes follow bases that are renamed, or moved with their folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from lsprotocol import types

from nam56r_server.lsp.handlers import will_rename_files
from nam56r_server.project import ProjectFile
from support.contexts import new_context
from support.editor import NEOVIM, VSCODE, Editor, Kind
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio


@pytest.fixture
def base(folder: Path) -> Path:
    path = folder / "bases/base.nam56r.yaml"
    path.parent.mkdir()
    path.write_text(COMPLETE, "utf-8")
    (folder / "heir.nam56r.yaml").write_text("extends: bases/base.nam56r.yaml\n", "utf-8")
    (folder / "bases/near.nam56r.yaml").write_text("extends: ./base.nam56r.yaml\n", "utf-8")
    return path


async def _edits(editor: Editor, old: Path, new: Path) -> dict[str, tuple[int | None, list[str]]]:
    """Versions and new texts, by document."""
    files = [types.FileRename(old.as_uri(), new.as_uri())]
    edit = await editor.workspace_will_rename_files_async(types.RenameFilesParams(files))
    assert edit is not None
    if edit.document_changes is None:
        return {
            uri: (None, [one.new_text for one in edits])
            for uri, edits in (edit.changes or {}).items()
        }
    return {
        change.text_document.uri: (
            change.text_document.version,
            [one.new_text for one in change.edits if isinstance(one, types.TextEdit)],
        )
        for change in edit.document_changes
        if isinstance(change, types.TextDocumentEdit)
    }


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM], ids=str)
async def test_a_file(start: Start, folder: Path, base: Path, kind: Kind) -> None:
    """What is open is edited in the version that it has, where an editor can check that."""
    editor = await start(kind)
    heir = (folder / "heir.nam56r.yaml").as_uri()
    editor.open(heir, "extends: bases/base.nam56r.yaml\n")
    editor.rewrite(heir, "extends: bases/base.nam56r.yaml\nname: x\n")
    assert await _edits(editor, base, base.with_name("new.nam56r.yaml")) == {
        heir: (2 if kind is VSCODE else None, ["bases/new.nam56r.yaml"]),
        (base.parent / "near.nam56r.yaml").as_uri(): (None, ["new.nam56r.yaml"]),
    }


async def test_a_folder(start: Start, folder: Path, base: Path) -> None:
    """What moves along needs no edit."""
    editor = await start()
    assert await _edits(editor, base.parent, folder / "deep/er") == {
        (folder / "heir.nam56r.yaml").as_uri(): (None, ["deep/er/base.nam56r.yaml"])
    }


async def test_through_a_link(start: Start, folder: Path, tmp_path: Path, base: Path) -> None:
    """A workspace is often opened through one; what it is told has the names that it knows."""
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    editor = await start(VSCODE, link)
    old, new = link / "bases/base.nam56r.yaml", link / "bases/new.nam56r.yaml"
    edits = await _edits(editor, old, new)
    assert set(edits) == {
        (link / "heir.nam56r.yaml").as_uri(),
        (link / "bases/near.nam56r.yaml").as_uri(),
    }


async def test_a_recipe_that_is_closed_meanwhile(folder: Path, base: Path) -> None:
    """Behind the walk, which passed over it as it was open then."""
    context = new_context()
    heir = folder / "heir.nam56r.yaml"
    item = types.TextDocumentItem(heir.as_uri(), "yaml", 1, heir.read_text("utf-8"))
    context.session.documents.open(item)

    async def walk() -> AsyncIterator[tuple[str, ProjectFile]]:
        context.session.documents.close(item.uri)
        for nothing in ():
            yield nothing

    context.workspace_recipes.closed = walk  # type: ignore[method-assign]
    moved = types.FileRename(base.as_uri(), base.with_name("new.nam56r.yaml").as_uri())
    edit = await will_rename_files.handle(context, types.RenameFilesParams([moved]))
    assert edit is not None
    assert list(edit.changes or {}) == [item.uri]
