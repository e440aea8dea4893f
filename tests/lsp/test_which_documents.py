"""Which documents the server speaks about, and how odd their names may be."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import pytest
from lsprotocol import types

from support.editor import Editor, covered
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio

WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")


async def _letters(editor: Editor, uri: str, text: str = WRONG) -> list[str]:
    found = await editor.findings(uri)
    return [covered(text, d.range, editor.encoding) for d in found]


NAMES = ("with space.nam56r.yaml", "a:b.nam56r.yaml", "é 🐍#?%25.nam56r.yaml", "A.NAM56R.YML")

URIS = (
    ("untitled:Untitled-1.nam56r.yaml", "plaintext"),
    ("untitled:/some/where/a.nam56r.yaml", "yaml"),
    ("git:/c%3A/a%20b/c.nam56r.yaml?%7B%22ref%22%3A%22HEAD%22%7D", "yaml"),
    ("vscode-remote://ssh-remote%2Bhost/home/a.nam56r.yaml", "yaml"),
    ("file:///c%3A/Users/a/b.nam56r.yaml", "yaml"),
    ("file://server/share/b.nam56r.yaml", "yaml"),
    ("zipfile:///a.zip::b.nam56r.yaml", "yaml"),
    ("file:///no/such/folder/b.nam56r.yaml", "yaml"),
    ("b.nam56r.yaml", "yaml"),
    ("file:///a%00b.nam56r.yaml", "yaml"),
    ("http://[bad/b.nam56r.yaml", "yaml"),
)


async def test_odd_names_of_files(start: Start, folder: Path) -> None:
    """Escaped as the standard asks, as little as possible, and as VS Code does."""
    odd = folder / "a b:é 🐍#?%25"
    odd.mkdir()
    (odd / "base.nam56r.yaml").write_text(COMPLETE, "utf-8")
    editor = await start()
    text = "extends: base.nam56r.yaml\npattern: Am\n"
    for path in ((odd / name).as_posix() for name in NAMES):
        for escaped in {
            quote(path),
            quote(path, safe="/:@!$&'()*+,;=~ é🐍"),
            quote(path, safe="/").replace("%3A", "%3a"),
        }:
            uri = "file://" + escaped
            editor.open(uri, text)
            assert await _letters(editor, uri, text) == ["m"], uri
            editor.close(uri)


async def test_odd_uris(start: Start) -> None:
    """Findings come back under the URI as the editor wrote it, and are cleared under it."""
    editor = await start()
    for uri, language in URIS:
        editor.open(uri, WRONG, language)
        assert await _letters(editor, uri) == ["m"], uri
        editor.close(uri)
    await editor.settled()
    for uri, _ in URIS:
        last = editor.last(uri)
        assert last is not None
        assert not last.diagnostics, uri


async def test_no_folder_at_all(start: Start, folder: Path) -> None:
    """A single file: no root, no folders."""

    def bare(params: object) -> None:
        params.root_uri = None  # type: ignore[attr-defined]
        params.workspace_folders = None  # type: ignore[attr-defined]

    editor = await start(change=bare)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    assert await _letters(editor, uri) == ["m"]


async def test_what_is_no_recipe_is_left_alone(start: Start, folder: Path) -> None:
    """Not even an empty list of findings: another server may speak about the document."""
    editor = await start()
    names = ("a.yaml", "docker-compose.yml", "pyproject.toml", "package.json", "notes.md")
    uris = [(folder / name).as_uri() for name in names] + ["untitled:Untitled-1"]
    for uri in uris:
        editor.open(uri, "pattern: Am\ntarget: core_v0.19.0\n")
    await editor.settled()
    for uri in uris:
        editor.rewrite(uri, "other: 1\n")
    await editor.settled()
    for uri in uris:
        editor.close(uri)
    await editor.settled()
    assert [sent for sent in editor.published if sent.uri in uris] == []


async def test_a_line_makes_a_recipe(start: Start, folder: Path) -> None:
    """And taking it out again clears the findings."""
    editor = await start()
    uri = (folder / "model.yaml").as_uri()
    line = "# nam56r: recipe\n"
    editor.open(uri, WRONG)
    await editor.settled()
    assert editor.last(uri) is None
    editor.rewrite(uri, line + WRONG)
    assert await _letters(editor, uri, line + WRONG) == ["m"]
    editor.rewrite(uri, WRONG)
    assert await editor.findings(uri) == []


async def test_a_line_makes_a_recipe_of_an_unsaved_document(start: Start) -> None:
    editor = await start()
    text = "# nam56r: recipe\n" + WRONG
    editor.open("untitled:Untitled-1", text)
    assert await _letters(editor, "untitled:Untitled-1", text) == ["m"]


async def test_project_settings_make_a_recipe(start: Start, folder: Path) -> None:
    (folder / "nam56r.toml").write_text('recipes = ["models/*.yaml"]\n', "utf-8")
    (folder / "models").mkdir()
    editor = await start()
    inside, outside = ((folder / name).as_uri() for name in ("models/a.yaml", "a.yaml"))
    editor.open(outside, WRONG)
    editor.open(inside, WRONG)
    assert await _letters(editor, inside) == ["m"]
    await editor.settled()
    assert editor.last(outside) is None


async def test_project_settings_exclude_a_recipe(start: Start, folder: Path) -> None:
    settings = folder / "nam56r.toml"
    settings.write_text('exclude = ["old/"]\n', "utf-8")
    (folder / "old").mkdir()
    editor = await start()
    uri = (folder / "old/a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    await editor.settled()
    assert editor.last(uri) is None
    settings.write_text("", "utf-8")
    editor.on_disk(settings)
    assert await _letters(editor, uri) == ["m"]


async def test_detect_takes_what_looks_like_a_recipe(start: Start, folder: Path) -> None:
    editor = await start()
    uri = (folder / "model.yaml").as_uri()
    other = (folder / "other.yaml").as_uri()
    editor.open(uri, WRONG)
    editor.open(other, "pattern: Am\n")
    await editor.settled()
    assert editor.last(uri) is None
    editor.set_configuration({"detect": True}, section="nam56r")
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    assert await _letters(editor, uri) == ["m"]
    await editor.settled()
    assert editor.last(other) is None


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
async def test_a_folder_behind_a_link(start: Start, folder: Path, tmp_path: Path) -> None:
    """Bases and settings are those of the real place."""
    (folder / "base.nam56r.yaml").write_text(COMPLETE, "utf-8")
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    editor = await start()
    uri = (link / "a.nam56r.yaml").as_uri()
    text = "extends: base.nam56r.yaml\npattern: Am\n"
    editor.open(uri, text)
    assert await _letters(editor, uri, text) == ["m"]


async def test_the_plan_of_what_is_no_recipe_is_null(start: Start, folder: Path) -> None:
    """An editor asks for it to learn what it is showing: that is no failure."""
    editor = await start()
    uri = (folder / "ordinary.yaml").as_uri()
    editor.open(uri, "pattern: AM\n")
    params = types.ExecuteCommandParams("nam56r.showPlan", [uri])
    assert await editor.workspace_execute_command_async(params) is None


async def test_a_recipe_with_too_much_text_is_not_read(start: Start, folder: Path) -> None:
    """1 MiB is read, as on the command line, and one byte more is not."""
    editor = await start()
    found = {}
    for size in (1024 * 1024, 1024 * 1024 + 1):
        uri = (folder / f"{size}.nam56r.yaml").as_uri()
        editor.open(uri, WRONG + "#" * (size - len(WRONG) - 1) + "\n")
        found[size] = [(one.code, one.message) for one in await editor.findings(uri)]
    (read,), (unread,) = found.values()
    assert read[0] == "lower-case-letter"
    assert unread[0] == "file-too-large"
    assert "larger than 1 MiB" in unread[1]


async def test_large_text_that_is_no_recipe_is_not_spoken_of(start: Start, folder: Path) -> None:
    editor = await start()
    large, small = ((folder / name).as_uri() for name in ("values.yaml", "a.nam56r.yaml"))
    editor.open(large, "# nam56r: recipe\n" + "#" * 1024 * 1024)
    editor.open(small, WRONG)
    assert await _letters(editor, small) == ["m"]
    assert large not in editor.published
