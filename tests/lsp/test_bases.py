"""Recipes and the bases that they extend, in the editor and on the disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lsprotocol import types

from nam56r_server.lsp.client import REFRESH_INTERVAL
from nam56r_server.lsp.services import file_watching
from support.editor import NEOVIM, VSCODE, Editor, Kind, covered
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio

BASE = "base.nam56r.yaml"
HEIR = f"extends: {BASE}\n"
BROKEN = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")


@pytest.fixture
def base(folder: Path) -> Path:
    path = folder / BASE
    path.write_text(COMPLETE, "utf-8")
    return path


@pytest.fixture
def heir(folder: Path) -> str:
    return (folder / "heir.nam56r.yaml").as_uri()


def _codes(found: list[types.Diagnostic]) -> list[str]:
    return [str(diagnostic.code) for diagnostic in found]


async def test_a_finding_of_a_base_points_into_it(editor: Editor, base: Path, heir: str) -> None:
    """It is shown where the recipe names the base, and says where it stands."""
    base.write_text(BROKEN, "utf-8")
    editor.open(heir, HEIR)
    found = [d for d in await editor.findings(heir) if d.code == "lower-case-letter"]
    assert [covered(HEIR, d.range, editor.encoding) for d in found] == [BASE]
    assert found[0].related_information
    place = found[0].related_information[0].location
    assert place.uri == base.as_uri()
    assert covered(BROKEN, place.range, editor.encoding) == "m"


async def test_related_places_are_in_the_base(editor: Editor, base: Path, heir: str) -> None:
    text = HEIR + "name: complete\n"
    editor.open(heir, text)
    found = await editor.findings(heir)
    assert _codes(found) == ["overridden-to-the-same"]
    assert found[0].related_information
    place = found[0].related_information[0].location
    assert place.uri == base.as_uri()
    assert covered(COMPLETE, place.range, editor.encoding) == "name"


async def test_places_in_an_open_base_are_told_as_the_editor_wrote_it(
    start: Start, base: Path, heir: str
) -> None:
    editor = await start()
    odd = base.as_uri().replace("base.nam", "%62ase.nam")
    editor.open(odd, BROKEN)
    editor.open(heir, HEIR)
    found = [d for d in await editor.findings(heir) if d.code == "lower-case-letter"]
    assert found[0].related_information
    assert found[0].related_information[0].location.uri == odd


async def test_heirs_follow_a_base_that_is_edited(start: Start, base: Path, heir: str) -> None:
    """Before it is saved, and through a base between them."""
    between = base.with_name("between.nam56r.yaml")
    between.write_text(HEIR, "utf-8")
    editor = await start()
    editor.open(heir, "extends: between.nam56r.yaml\n")
    editor.open(base.as_uri(), COMPLETE)
    assert await editor.findings(heir) == []
    editor.replace(base.as_uri(), "pattern: AM\n", "pattern: Am\n")
    found = await editor.findings_until(heir, lambda codes: "lower-case-letter" in codes)
    assert found[0].related_information
    editor.rewrite(base.as_uri(), COMPLETE)
    seen = len(editor.published)
    await editor.until(
        lambda: any(s.uri == heir and not s.diagnostics for s in editor.published[seen:]),
        "the heir was not looked at again",
    )


async def test_who_asks_gets_the_newest_base(start: Start, base: Path, heir: str) -> None:
    """The question follows the edit of another document at once."""
    editor = await start(NEOVIM)
    editor.open(heir, HEIR)
    editor.open(base.as_uri(), COMPLETE)
    for _ in range(10):
        assert await editor.findings(heir) == []
        editor.replace(base.as_uri(), "pattern: AM\n", "pattern: Am\n")
        assert "lower-case-letter" in _codes(await editor.findings(heir))
        editor.replace(base.as_uri(), "pattern: Am\n", "pattern: AM\n")


async def test_closing_a_base_returns_to_the_disk(start: Start, base: Path, heir: str) -> None:
    editor = await start()
    editor.open(base.as_uri(), BROKEN)
    editor.open(heir, HEIR)
    assert "lower-case-letter" in _codes(await editor.findings(heir))
    seen = len(editor.published)
    editor.close(base.as_uri())
    await editor.until(
        lambda: any(s.uri == heir and not s.diagnostics for s in editor.published[seen:]),
        "the heir was not looked at again",
    )


async def test_heirs_follow_a_base_on_the_disk(start: Start, base: Path, heir: str) -> None:
    """Also one that was not there, and one that is gone."""
    base.unlink()
    editor = await start()
    await editor.until(lambda: bool(editor.registered), "no files are watched")
    globs = [
        watcher["globPattern"] if isinstance(watcher, dict) else watcher.glob_pattern
        for registration in editor.registered
        for watcher in _watchers(registration)
    ]
    assert globs == ["**/*.{yaml,yml,toml,json}"], "a base may have any of these names"
    editor.open(heir, HEIR)
    await editor.findings_until(heir, lambda codes: "base-not-usable" in codes)
    base.write_text(COMPLETE, "utf-8")
    editor.on_disk(base)
    await editor.findings_until(heir, lambda codes: not codes)
    base.write_text(BROKEN, "utf-8")
    editor.on_disk(base)
    await editor.findings_until(heir, lambda codes: "lower-case-letter" in codes)


async def test_a_base_replaced_by_one_of_its_size_and_time(
    start: Start, base: Path, heir: str
) -> None:
    """As an archive leaves it, or a copy that keeps times."""
    editor = await start()
    editor.open(heir, HEIR)
    await editor.findings_until(heir, lambda codes: not codes)
    other = base.with_name("other")
    other.write_text(BROKEN, "utf-8")
    assert len(BROKEN) == len(COMPLETE)
    times = base.stat()
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(base)
    editor.on_disk(base)
    await editor.findings_until(heir, lambda codes: "lower-case-letter" in codes)


async def test_a_base_of_any_name_is_followed(start: Start, folder: Path, heir: str) -> None:
    """A file that no recipe depends on is passed over."""
    base, other = folder / "common.yaml", folder / "other.yaml"
    for path in (base, other):
        path.write_text(COMPLETE, "utf-8")
    editor = await start()
    editor.open(heir, "extends: common.yaml\n")
    assert await editor.findings(heir) == []
    await editor.settled()
    seen = len(editor.published)
    editor.on_disk(other)
    await editor.settled()
    assert not [sent for sent in editor.published[seen:] if sent.uri == heir]
    base.write_text(BROKEN, "utf-8")
    editor.on_disk(base)
    await editor.findings_until(heir, lambda codes: "lower-case-letter" in codes)


async def test_a_base_of_closed_recipes_is_followed(start: Start, folder: Path, heir: str) -> None:
    """Who waits to be told to ask again holds findings of recipes that are not open."""
    base, other = folder / "common.yaml", folder / "other.yaml"
    for path in (base, other):
        path.write_text(COMPLETE, "utf-8")
    (folder / "heir.nam56r.yaml").write_text("extends: common.yaml\n", "utf-8")
    editor = await start(NEOVIM, change=_refreshing)
    await editor.until(lambda: set(editor.refreshes) == REFRESHES, "nothing was refreshed at start")

    async def codes() -> dict[str, list[str]]:
        report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        return {item.uri: _codes(item.items) for item in report.items}

    assert await codes() == {heir: []}
    editor.refreshes.clear()
    editor.on_disk(other)
    await asyncio.sleep(2 * REFRESH_INTERVAL)
    assert await codes() == {heir: []}
    assert editor.refreshes == []
    base.write_text(BROKEN, "utf-8")
    editor.on_disk(base)
    await editor.until(lambda: set(editor.refreshes) == REFRESHES, "nothing was refreshed")
    assert await codes() == {heir: ["lower-case-letter"]}


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
async def test_a_project_that_begins_elsewhere(
    start: Start, folder: Path, base: Path, is_open: bool
) -> None:
    """A settings file makes its folder a project, whose recipes take no base from outside."""
    inner = folder / "inner"
    inner.mkdir()
    path, text = inner / "heir.nam56r.yaml", f"extends: ../{BASE}\n"
    path.write_text(text, "utf-8")
    editor = await start(NEOVIM)
    if is_open:
        editor.open(path.as_uri(), text)

    async def codes() -> list[str]:
        if is_open:
            return _codes(await editor.findings(path.as_uri()))
        report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        items = [getattr(one, "items", ()) for one in report.items if one.uri == path.as_uri()]
        return _codes(list(items[0]))

    settings = inner / "nam56r.toml"
    assert await codes() == []
    settings.write_text("", "utf-8")
    editor.on_disk(settings)
    assert await codes() == ["base-not-usable"]
    settings.unlink()
    editor.on_disk(settings)
    assert await codes() == []


def _watching(relative: bool) -> Callable[[types.InitializeParams], None]:
    def change(params: types.InitializeParams) -> None:
        workspace = params.capabilities.workspace
        assert workspace is not None
        workspace.did_change_watched_files = types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True, relative_pattern_support=relative
        )

    return change


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
async def test_a_base_outside_of_the_workspace_is_watched(
    start: Start, folder: Path, is_open: bool
) -> None:
    """In its folder, for as long as a recipe depends on it."""
    inner = folder / "inner"
    inner.mkdir()
    (folder / "common.yaml").write_text(COMPLETE, "utf-8")
    heir, text = inner / "heir.nam56r.yaml", "extends: ../common.yaml\n"
    editor = await start(NEOVIM, inner, change=_watching(relative=True))

    def outside() -> list[types.Registration]:
        return [r for r in editor.registered if r.id != "nam56r-watched-files"]

    async def look() -> None:
        if is_open:
            await editor.findings(heir.as_uri())
        await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))

    if is_open:
        editor.open(heir.as_uri(), text)
    else:
        heir.write_text(text, "utf-8")
    await look()
    await editor.until(lambda: bool(outside()), "the folder of the base is not watched")
    (registration,) = outside()
    (watcher,) = _watchers(registration)
    pattern = watcher["globPattern"] if isinstance(watcher, dict) else watcher.glob_pattern
    pattern = pattern if isinstance(pattern, dict) else _plain(pattern)
    assert pattern == {"baseUri": folder.as_uri(), "pattern": "*.{yaml,yml,toml,json}"}
    assert editor.unregistered == []
    if is_open:
        editor.close(heir.as_uri())
    else:
        heir.unlink()
        await look()
    await editor.until(lambda: bool(editor.unregistered), "the folder is watched for ever")
    assert [gone.id for gone in editor.unregistered] == [registration.id]


async def test_an_editor_that_knows_no_folders_outside_is_not_asked(
    start: Start, folder: Path
) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (folder / "common.yaml").write_text(COMPLETE, "utf-8")
    editor = await start(NEOVIM, inner, change=_watching(relative=False))
    heir = (inner / "heir.nam56r.yaml").as_uri()
    editor.open(heir, "extends: ../common.yaml\n")
    assert await editor.findings(heir) == []
    await asyncio.sleep(2 * file_watching.INTERVAL)
    assert await editor.findings(heir) == []
    assert [registration.id for registration in editor.registered] == ["nam56r-watched-files"]


REFRESHES = {
    types.WORKSPACE_DIAGNOSTIC_REFRESH,
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
    types.WORKSPACE_INLAY_HINT_REFRESH,
    types.WORKSPACE_CODE_LENS_REFRESH,
}


def _refreshing(params: types.InitializeParams) -> None:
    workspace = params.capabilities.workspace
    assert workspace is not None
    workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    workspace.semantic_tokens = types.SemanticTokensWorkspaceClientCapabilities(
        refresh_support=True
    )
    workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    workspace.code_lens = types.CodeLensWorkspaceClientCapabilities(refresh_support=True)


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM], ids=str)
async def test_what_is_shown_of_heirs_is_asked_for_again(
    start: Start, base: Path, heir: str, kind: Kind
) -> None:
    """When a base is edited, and when it is closed without saving: hints, lenses and colours of
    the heirs come from it. Many edits are told once."""
    editor = await start(kind, change=_refreshing)
    settings = base.with_name("nam56r.toml")
    settings.write_text("", "utf-8")
    await editor.until(lambda: set(editor.refreshes) == REFRESHES, "nothing was refreshed at start")
    editor.open(base.as_uri(), COMPLETE)
    editor.open(heir, HEIR)
    editor.open(settings.as_uri(), "", "toml")

    async def edit() -> None:
        for number in range(1, 6):
            editor.rewrite(base.as_uri(), f"{COMPLETE}# {number}\n")
            await editor.findings(heir)

    async def close() -> None:
        editor.close(base.as_uri())

    async def save() -> None:
        editor.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(settings.as_uri()))
        )

    for change in (edit, close, save):
        await editor.findings(heir)
        editor.refreshes.clear()
        await change()
        await editor.until(
            lambda: set(editor.refreshes) == REFRESHES, f"no refresh came of {change.__name__}"
        )
        assert len(editor.refreshes) <= 2 * len(REFRESHES)
        await asyncio.sleep(REFRESH_INTERVAL)


def _watchers(registration: types.Registration) -> list:
    options = registration.register_options
    return list(options["watchers"] if isinstance(options, dict) else options.watchers)


def _plain(pattern: types.RelativePattern) -> dict[str, object]:
    return {"baseUri": pattern.base_uri, "pattern": pattern.pattern}


async def test_recipes_that_extend_each_other_come_to_rest(start: Start, folder: Path) -> None:
    """Each is looked at once for one edit of the other, not for ever."""
    editor = await start()
    one, other = ((folder / f"{name}.nam56r.yaml").as_uri() for name in ("one", "other"))
    itself = (folder / "itself.nam56r.yaml").as_uri()
    editor.open(one, "extends: other.nam56r.yaml\n")
    editor.open(other, "extends: one.nam56r.yaml\n")
    editor.open(itself, "extends: itself.nam56r.yaml\n")
    await editor.settled()
    await editor.settled()
    seen = len(editor.published)
    editor.replace(one, "extends", "name: x\nextends")
    await editor.settled()
    await editor.settled()
    sent = [publish.uri for publish in editor.published[seen:]]
    assert sent.count(one) == 1
    assert sent.count(other) == 1
    assert sent.count(itself) == 0


async def test_an_unsaved_recipe_has_no_folder(start: Start, base: Path) -> None:
    """Nothing is read for it, wherever the server was started."""
    editor = await start()
    uris = ("untitled:a.nam56r.yaml", "untitled:/./a.nam56r.yaml", "git:/x/./a.nam56r.yaml?{}")
    for uri in uris:
        editor.open(uri, f"extends: {base}\n")
        found = await editor.findings(uri)
        assert any("an unsaved document has no folder" in d.message for d in found), (uri, found)
