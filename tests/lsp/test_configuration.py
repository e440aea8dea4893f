"""Settings: what the editor answers or sends, and the project's own while they are edited."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from support.editor import NEOVIM, VSCODE, Editor, covered
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio

UNTARGETED = COMPLETE.replace("target: core_v0.19.0\n", "")
WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")
ON_MAIN = {"target": "core_v0.19.0"}


def _codes(found: list[types.Diagnostic]) -> list[str]:
    return [str(diagnostic.code) for diagnostic in found]


def _is_clean(codes: list[str]) -> bool:
    return not codes


def _lacks_target(codes: list[str]) -> bool:
    return "missing-target" in codes


def _changed(editor: Editor, settings: Any = None) -> None:
    params = types.DidChangeConfigurationParams(settings=settings)
    editor.workspace_did_change_configuration(params)


# ------------------------------------------------------------------ of the editor


async def test_settings_are_asked_for(start: Start, folder: Path) -> None:
    editor = await start()
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, UNTARGETED)
    await editor.findings_until(uri, _lacks_target)
    editor.set_configuration(ON_MAIN, section="nam56r")
    _changed(editor)
    await editor.findings_until(uri, _is_clean)
    editor.set_configuration({"target": 5, "codeLens": "x"}, section="nam56r")
    seen = len(editor.published)
    _changed(editor)
    await editor.until(lambda: len(editor.published) > seen, "nothing was looked at again")
    assert _lacks_target(_codes(await editor.findings(uri)))


async def test_an_empty_text_is_no_setting(start: Start, folder: Path) -> None:
    """What an editor sends that has boxes for text, and nothing is in them."""
    editor = await start()
    editor.set_configuration({"target": "", "configuration": ""}, section="nam56r")
    _changed(editor)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, UNTARGETED)
    assert _codes(await editor.findings_until(uri, _lacks_target)) == ["missing-target"]
    editor.rewrite(uri, COMPLETE)
    await editor.findings_until(uri, _is_clean)


async def test_findings_wait_for_the_settings(start: Start, folder: Path) -> None:
    """What the settings take back would flash up in an editor that opens a document at once."""
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor = await start()
    for _ in range(3):
        editor.open(uri, UNTARGETED)
        await editor.findings(uri)
        editor.published.clear()
        editor.close(uri)
        editor.set_configuration({}, section="nam56r")
        _changed(editor)
        editor.set_configuration(ON_MAIN, section="nam56r")
        _changed(editor)
        editor.open(uri, UNTARGETED)
        await editor.findings_until(uri, _is_clean)
        await editor.settled()
        sent = [s.diagnostics for s in editor.published if s.uri == uri and s.version is not None]
        assert not any(sent)
        editor.close(uri)


async def test_answers_that_say_little(start: Start, folder: Path) -> None:
    """Null, too short, too long or of another shape: as if nothing were set."""
    editor = await start()
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, UNTARGETED)
    answers: tuple[Any, ...] = (None, [], [None], ["x"], [None] * 9, [[]])
    for answer in answers:
        for given, holds in ([ON_MAIN] * 2, _is_clean), (answer, _lacks_target):
            editor.published.clear()
            editor.answer_configuration = lambda params, given=given: given
            _changed(editor)
            await editor.findings_until(uri, holds)


async def test_each_folder_has_its_own(start: Start, tmp_path: Path) -> None:
    """The innermost folder around a document; the window's for a document outside of all."""
    outer, inner, other = (tmp_path / name for name in ("outer", "outer/inner", "other"))
    for made in (outer, inner, other):
        made.mkdir()
    (tmp_path / "linked").symlink_to(other, target_is_directory=True)
    editor = await start(VSCODE, outer, inner, tmp_path / "linked")
    target, none = {"nam56r": ON_MAIN}, {"nam56r": {}}
    editor.set_configuration(none, scope_uri=outer.as_uri())
    editor.set_configuration(target, scope_uri=inner.as_uri())
    editor.set_configuration(target, scope_uri=(tmp_path / "linked").as_uri())
    editor.set_configuration(none)
    _changed(editor)
    said = {
        (outer / "a.nam56r.yaml").as_uri(): _lacks_target,
        (inner / "a.nam56r.yaml").as_uri(): _is_clean,
        (other / "a.nam56r.yaml").as_uri(): _is_clean,
        (tmp_path / "linked/b.nam56r.yaml").as_uri(): _is_clean,
        (tmp_path / "a.nam56r.yaml").as_uri(): _lacks_target,
        "untitled:a.nam56r.yaml": _lacks_target,
    }
    for uri in said:
        editor.open(uri, UNTARGETED)
    for uri, holds in said.items():
        await editor.findings_until(uri, holds)


async def test_a_folder_that_is_elsewhere_does_not_speak_for_the_window(
    start: Start, folder: Path
) -> None:
    def remote(params: types.InitializeParams) -> None:
        params.workspace_folders = [types.WorkspaceFolder("vscode-vfs://github/a/b", "b")]

    editor = await start(change=remote)
    editor.set_configuration({"nam56r": ON_MAIN}, scope_uri="vscode-vfs://github/a/b")
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, UNTARGETED)
    _changed(editor)
    await editor.settled()
    await editor.settled()
    assert _lacks_target(_codes(await editor.findings(uri)))


async def test_folders_come_and_go(start: Start, folder: Path, tmp_path: Path) -> None:
    late = tmp_path / "late"
    late.mkdir()
    editor = await start()
    editor.set_configuration({"nam56r": {}})
    editor.set_configuration({"nam56r": ON_MAIN}, scope_uri=late.as_uri())
    uri = (late / "a.nam56r.yaml").as_uri()
    editor.open(uri, UNTARGETED)
    await editor.findings_until(uri, _lacks_target)
    new = types.WorkspaceFolder(late.as_uri(), "late")
    for event, holds in (
        (types.WorkspaceFoldersChangeEvent(added=[new], removed=[]), _is_clean),
        (types.WorkspaceFoldersChangeEvent(added=[], removed=[new]), _lacks_target),
    ):
        editor.published.clear()
        params = types.DidChangeWorkspaceFoldersParams(event)
        editor.workspace_did_change_workspace_folders(params)
        await editor.findings_until(uri, holds)


@pytest.mark.parametrize("settings", [{"nam56r": ON_MAIN}, ON_MAIN], ids=["section", "bare"])
async def test_an_editor_that_cannot_be_asked_sends_them(
    start: Start, folder: Path, settings: dict[str, Any]
) -> None:
    def mute(params: types.InitializeParams) -> None:
        workspace = params.capabilities.workspace
        assert workspace is not None
        workspace.configuration = False

    editor = await start(change=mute)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, UNTARGETED)
    await editor.findings_until(uri, _lacks_target)
    _changed(editor, settings)
    await editor.findings_until(uri, _is_clean)
    editor.published.clear()
    _changed(editor, None)
    assert await editor.next_findings(uri) == []


async def test_an_editor_that_asks_is_told_to_ask_again(start: Start, folder: Path) -> None:
    def refreshing(params: types.InitializeParams) -> None:
        workspace = params.capabilities.workspace
        assert workspace is not None
        workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)

    editor = await start(NEOVIM, change=refreshing)
    _changed(editor)
    await editor.until(
        lambda: types.WORKSPACE_DIAGNOSTIC_REFRESH in editor.refreshes, "no refresh was sent"
    )


# ----------------------------------------------------------------- of the project

SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}

SPARSE = """\
name: sparse
pattern: Am
depth: 2
# nam56r: ignore[missing-dimension]: to be measured
model:
  hidden_size: 64
"""


@pytest.mark.parametrize(
    "settings",
    [
        "",
        'target = "core_v0.19.0"\n',
        'target = "core_v0.19.0"\nstrict-defaults = true\n',
        'target = "core_v0.19.0"\nignore = ["release-default"]\n',
        'select = ["lower-case-letter"]\n',
        '[severity]\n"lower-case-letter" = "info"\n',
        '[[overrides]]\nfiles = ["a.*"]\ntarget = "core_v0.18.2"\nstrict-defaults = true\n',
        'exclude = ["a.*"]\n',
    ],
)
async def test_settings_show_in_the_editor_what_they_show_on_the_command_line(
    start: Start, folder: Path, settings: str
) -> None:
    (folder / "nam56r.toml").write_text(settings, "utf-8")
    recipe = folder / "a.nam56r.yaml"
    recipe.write_text(SPARSE, "utf-8")
    command = [sys.executable, "-m", "nam56r_server", "check", "--output-format", "json", "."]
    checked = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    told = [(one["code"], SEVERITIES[one["severity"]]) for one in json.loads(checked.stdout)]
    editor = await start(NEOVIM)
    report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    found = [diagnostic for item in report.items for diagnostic in item.items]
    assert sorted((str(one.code), one.severity) for one in found) == sorted(told)


async def test_half_edited_settings(start: Start, folder: Path) -> None:
    """The last good ones stay in force, and the file says what is wrong with it."""
    settings = folder / "nam56r.toml"
    good = 'ignore = ["lower-case-letter", "unknown-letter"]\n'
    settings.write_text(good, "utf-8")
    editor = await start()
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    assert await editor.findings(uri) == []
    editor.open(settings.as_uri(), good, "toml")
    assert await editor.findings(settings.as_uri()) == []

    half = good.replace('ter"]', 'ter", ')
    editor.rewrite(settings.as_uri(), half)
    assert await editor.findings(settings.as_uri()) != []
    settings.write_text(half, "utf-8")
    editor.published.clear()
    editor.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(settings.as_uri()))
    )
    assert await editor.next_findings(uri) == []

    done = "ignore = []\n"
    settings.write_text(done, "utf-8")
    editor.rewrite(settings.as_uri(), done)
    assert await editor.findings(settings.as_uri()) == []
    editor.on_disk(settings)
    found = await editor.findings_until(uri, lambda codes: "lower-case-letter" in codes)
    assert [covered(WRONG, d.range, editor.encoding) for d in found] == ["m"]


async def test_settings_hold_for_recipes_that_are_opened_later(start: Start, folder: Path) -> None:
    """Wherever they are below the file: what was good is good for all of its folders."""
    settings = folder / "nam56r.toml"
    settings.write_text('ignore = ["lower-case-letter"]\n', "utf-8")
    editor = await start()
    first, later = (folder / name / "a.nam56r.yaml" for name in ("one", "other/deep"))
    editor.open(first.as_uri(), WRONG)
    assert await editor.findings(first.as_uri()) == []
    settings.write_text('ignore = ["lower', "utf-8")
    editor.on_disk(settings)
    editor.open(later.as_uri(), WRONG)
    assert await editor.findings(later.as_uri()) == []


async def test_settings_hold_for_recipes_that_are_not_open(start: Start, folder: Path) -> None:
    settings = folder / "nam56r.toml"
    settings.write_text('exclude = ["out"]\nignore = ["lower-case-letter"]\n', "utf-8")
    (folder / "out").mkdir()
    for name in ("a", "out/b"):
        (folder / f"{name}.nam56r.yaml").write_text(WRONG, "utf-8")
    editor = await start(NEOVIM)

    async def reported() -> dict[str, list[str]]:
        report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        return {item.uri: _codes(item.items) for item in report.items}

    expected: dict[str, list[str]] = {(folder / "a.nam56r.yaml").as_uri(): []}
    assert await reported() == expected
    settings.write_text('exclude = ["out"', "utf-8")
    editor.on_disk(settings)
    assert await reported() == expected


async def test_settings_that_the_editor_names_hold_everywhere(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    """Also for recipes that are not open; a file that is not there is told."""
    own = tmp_path / "own.toml"
    own.write_text('ignore = ["lower-case-letter"]\n', "utf-8")
    recipe = folder / "a.nam56r.yaml"
    recipe.write_text(WRONG, "utf-8")
    editor = await start(NEOVIM)
    for name, expected in ((own, []), (tmp_path / "none.toml", ["lower-case-letter"])):
        answer = [{"configuration": str(name)}] * 2
        asked: list[bool] = []

        def given(params: Any, answer: Any = answer, asked: list[bool] = asked) -> Any:
            asked.append(True)
            editor.news.set()
            return answer

        editor.answer_configuration = given
        _changed(editor)
        await editor.until(lambda asked=asked: bool(asked), "the settings were not asked for")
        report = await editor.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        assert [_codes(item.items) for item in report.items] == [expected]
    await editor.until(
        lambda: any("none.toml does not exist" in said.message for said in editor.log_messages),
        "nothing was said about the file",
    )


async def test_settings_that_are_not_open_are_in_the_log(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    """Once, however many recipes they are for and however often something is saved, and once more
    when they were good in between."""
    settings = folder / "nam56r.toml"
    settings.write_text('ignore = ["no-such-rule"]\n', "utf-8")
    editor = await start()
    for name in ("a", "b", "c"):
        uri = (folder / f"{name}.nam56r.yaml").as_uri()
        editor.open(uri, WRONG)
        assert _codes(await editor.findings(uri)) == ["lower-case-letter"]

    async def saved() -> int:
        editor.published.clear()
        editor.on_disk(settings)
        await editor.next_findings(uri)
        log = (tmp_path / "server.log").read_text("utf-8")
        assert log.count("nam56r.toml:1:") == log.count("the last good ones hold")
        return log.count("no-such-rule")

    assert [await saved() for _ in range(3)] == [1, 1, 1]
    settings.write_text("ignore = []\n", "utf-8")
    assert await saved() == 1
    settings.write_text('ignore = ["no-such-rule"]\n', "utf-8")
    assert [await saved() for _ in range(2)] == [2, 2]


async def test_settings_are_told_again_when_a_recipe_was_closed_meanwhile(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    """Nobody looks into its folder again; that they were good in between is known all the same."""
    settings = folder / "nam56r.toml"
    settings.write_text('ignore = ["no-such-rule"]\n', "utf-8")
    editor = await start()
    here, there = [(folder / name / "x.nam56r.yaml").as_uri() for name in ("a", "b")]
    for uri in (there, here):
        editor.open(uri, WRONG)
        assert _codes(await editor.findings(uri)) == ["lower-case-letter"]
    editor.close(there)
    for text in ("ignore = []\n", 'ignore = ["no-such-rule"]\n'):
        settings.write_text(text, "utf-8")
        editor.published.clear()
        editor.on_disk(settings)
        await editor.next_findings(here)
    assert (tmp_path / "server.log").read_text("utf-8").count("no-such-rule") == 2


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("nam56r.toml", 'ignore = ["no-such-rule"] # 🐍\n', '"no-such-rule"'),
        ("nam56r.toml", "loud = true # 🐍\n", "loud"),
        ("pyproject.toml", '[tool.nam56r]\nseverity = {x = "🐍"}\n', "x"),
    ],
)
async def test_settings_are_diagnosed(
    editor: Editor, folder: Path, name: str, text: str, wrong: str
) -> None:
    uri = (folder / name).as_uri()
    editor.open(uri, text, "toml")
    found = await editor.findings(uri)
    assert wrong in [covered(text, d.range, editor.encoding) for d in found]


async def test_a_table_that_is_taken_out_no_longer_holds(start: Start, folder: Path) -> None:
    """Saved in the editor, which need not watch files."""
    settings = folder / "pyproject.toml"
    settings.write_text('[tool.nam56r]\nignore = ["lower-case-letter"]\n', "utf-8")
    editor = await start(NEOVIM)
    uri = (folder / "a.nam56r.yaml").as_uri()
    editor.open(uri, WRONG)
    assert await editor.findings(uri) == []
    editor.open(settings.as_uri(), settings.read_text("utf-8"), "toml")
    settings.write_text("", "utf-8")
    editor.rewrite(settings.as_uri(), "")
    editor.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(settings.as_uri()))
    )
    assert _codes(await editor.findings(uri)) == ["lower-case-letter"]
