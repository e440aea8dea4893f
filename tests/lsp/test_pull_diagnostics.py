"""Findings for editors that ask for them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from nam56r_server.lsp.services.publishing import LONGEST_WAIT
from support.deep import bury
from support.editor import NEOVIM, Editor, covered
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio

WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")


async def _full(editor: Editor, uri: str, previous: str | None = None) -> tuple[list[str], str]:
    report = await editor.pull(uri, previous)
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    assert report.result_id is not None
    return [str(d.code) for d in report.items], report.result_id


async def test_unchanged_findings_are_not_sent_again(start: Start, folder: Path) -> None:
    editor = await start(NEOVIM)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    codes, first = await _full(editor, uri)
    assert codes == ["lower-case-letter"]
    again = await editor.pull(uri, first)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == first
    editor.replace(uri, "lr: 1.0e-4", "lr: 2.0e-4")
    other = await editor.pull(uri, first)
    assert isinstance(other, types.RelatedUnchangedDocumentDiagnosticReport)
    editor.replace(uri, "pattern: Am", "pattern:   Am")
    codes, second = await _full(editor, uri, first)
    assert codes == ["lower-case-letter"]
    assert second != first, "the finding moved"
    editor.rewrite(uri, COMPLETE)
    assert (await _full(editor, uri, second))[0] == []


async def test_who_asks_is_not_sent_any(start: Start, folder: Path) -> None:
    """They would be shown twice. Asking goes on for longer than a publish may be put off."""
    editor = await start(NEOVIM)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    end = time.monotonic() + 2 * LONGEST_WAIT
    while time.monotonic() < end:
        editor.replace(uri, "pattern: Am\n", "pattern: AM\n")
        assert (await _full(editor, uri))[0] == []
        editor.replace(uri, "pattern: AM\n", "pattern: Am\n")
        assert (await _full(editor, uri))[0] == ["lower-case-letter"]
    editor.close(uri)
    assert (await _full(editor, uri))[0] == []
    assert editor.published == []


async def test_the_whole_workspace(start: Start, folder: Path, tmp_path: Path) -> None:
    """What is not open, in all folders; with result ids as well."""
    other = tmp_path / "other"
    other.mkdir()
    wrong, right, away = folder / "b.nam56r.yaml", folder / "c.nam56r.yaml", other / "d.nam56r.yaml"
    opened = folder / "a.nam56r.yaml"
    for path, text in ((wrong, WRONG), (right, COMPLETE), (away, WRONG), (opened, WRONG)):
        path.write_text(text, "utf-8")
    (folder / "no-recipe.yaml").write_text("pattern: Am\n", "utf-8")
    editor = await start(NEOVIM, folder, other)
    editor.open(opened.as_uri(), WRONG)

    async def asked(previous: list[types.PreviousResultId]) -> dict[str, object]:
        params = types.WorkspaceDiagnosticParams(previous)
        report = await editor.workspace_diagnostic_async(params)
        return {item.uri: item for item in report.items}

    found = await asked([])
    assert set(found) == {path.as_uri() for path in (wrong, right, away)}
    item = found[wrong.as_uri()]
    assert isinstance(item, types.WorkspaceFullDocumentDiagnosticReport)
    assert [covered(WRONG, d.range, editor.encoding) for d in item.items] == ["m"]

    known = [types.PreviousResultId(uri, str(item.result_id)) for uri, item in found.items()]  # type: ignore[attr-defined]
    wrong.write_text(COMPLETE, "utf-8")
    again = await asked(known)
    assert isinstance(again[wrong.as_uri()], types.WorkspaceFullDocumentDiagnosticReport)
    for path in (right, away):
        unchanged = again[path.as_uri()]
        assert isinstance(unchanged, types.WorkspaceUnchangedDocumentDiagnosticReport)


async def test_the_workspace_can_be_left_out(start: Start, folder: Path) -> None:
    (folder / "b.nam56r.yaml").write_text(WRONG, "utf-8")
    editor = await start(NEOVIM)
    everything = types.WorkspaceDiagnosticParams([])
    assert (await editor.workspace_diagnostic_async(everything)).items
    editor.set_configuration({"workspaceDiagnostics": False}, section="nam56r")
    asked: list[str] = []

    def answer(params: types.ConfigurationParams) -> list[object]:
        asked.append("configuration")
        editor.news.set()
        return [{"workspaceDiagnostics": False} for _ in params.items]

    editor.answer_configuration = answer
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    await editor.until(lambda: bool(asked), "the settings were not asked for")
    assert not (await editor.workspace_diagnostic_async(everything)).items


async def _workspace(editor: Editor, *previous: types.PreviousResultId) -> dict[str, Any]:
    params = types.WorkspaceDiagnosticParams(list(previous))
    report = await editor.workspace_diagnostic_async(params)
    found = {item.uri: item for item in report.items}
    assert len(found) == len(report.items), "something is reported twice"
    return found


async def test_what_is_gone_is_taken_back(start: Start, folder: Path) -> None:
    """A recipe that is deleted, excluded or no longer looked at has no findings: editors clear
    only what they are told of."""
    gone, stays = folder / "gone.nam56r.yaml", folder / "stays.nam56r.yaml"
    for path in (gone, stays):
        path.write_text(WRONG, "utf-8")
    editor = await start(NEOVIM)
    first = await _workspace(editor)
    previous = [types.PreviousResultId(uri, item.result_id) for uri, item in first.items()]
    assert {path.as_uri() for path in (gone, stays)} == set(first)
    gone.unlink()
    second = await _workspace(editor, *previous)
    assert list(second[gone.as_uri()].items) == []
    assert second[stays.as_uri()].kind == "unchanged"
    (folder / "nam56r.toml").write_text('exclude = ["stays*"]\n', "utf-8")
    editor.on_disk(folder / "nam56r.toml")
    third = await _workspace(editor, *previous)
    assert [list(item.items) for item in third.values()] == [[], []]


async def test_an_editor_may_escape_more_than_we_do(start: Start, folder: Path) -> None:
    """VS Code writes `%2B` for `+`: what it names so is not gone."""
    path = folder / "a+(b)@1.nam56r.yaml"
    path.write_text(WRONG, "utf-8")
    editor = await start(NEOVIM)
    ((uri, item),) = (await _workspace(editor)).items()
    escaped = uri.replace("+", "%2B").replace("(", "%28").replace(")", "%29").replace("@", "%40")
    assert escaped != uri
    again = await _workspace(editor, types.PreviousResultId(escaped, item.result_id))
    assert [(uri, item.kind) for uri, item in again.items()] == [(uri, "unchanged")]
    path.unlink()
    gone = await _workspace(editor, types.PreviousResultId(escaped, item.result_id))
    assert [(uri, list(item.items)) for uri, item in gone.items()] == [(escaped, [])]


async def test_folders_in_one_another_report_a_recipe_once(start: Start, folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "a.nam56r.yaml").write_text(WRONG, "utf-8")
    editor = await start(NEOVIM, folder, inner)
    assert set(await _workspace(editor)) == {(inner / "a.nam56r.yaml").as_uri()}


async def test_a_folder_behind_a_link_keeps_its_name(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    (folder / "a.nam56r.yaml").write_text(WRONG, "utf-8")
    link = tmp_path / "link"
    link.symlink_to(folder, target_is_directory=True)
    editor = await start(NEOVIM, link)
    assert set(await _workspace(editor)) == {(link / "a.nam56r.yaml").as_uri()}


async def test_a_folder_that_cannot_be_looked_into_is_passed_over(
    start: Start, folder: Path
) -> None:
    """It is told once, and takes nothing back that is beside it."""
    here = folder / "a.nam56r.yaml"
    here.write_text(WRONG, "utf-8")
    (folder / "deep").mkdir()
    bury(folder / "deep")
    editor = await start(NEOVIM)
    for _ in range(3):
        assert set(await _workspace(editor)) == {here.as_uri()}
    said = [log.message for log in editor.log_messages if "cannot look into" in log.message]
    assert len(said) == 1
    assert said[0].endswith("; it is passed over")


@pytest.mark.parametrize("name", ["nam56r.toml", "a.nam56r.yaml"])
async def test_findings_of_a_document_that_is_closed_and_gone_are_taken_back(
    start: Start, folder: Path, name: str
) -> None:
    """VS Code asks once more before it closes a document, and keeps that answer."""
    text = 'ignore = ["no-such-rule"]\n' if name == "nam56r.toml" else WRONG
    editor = await start(NEOVIM)
    uri = (folder / name).as_uri()
    editor.open(uri, text)
    assert (await _full(editor, uri))[0]
    editor.close(uri)
    report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    (about,) = [item for item in report.items if item.uri == uri]
    assert isinstance(about, types.WorkspaceFullDocumentDiagnosticReport)
    assert list(about.items) == []
