"""What the VS Code extension declares is what the product does; `run_vscode` looks at the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nam56r_core.diagnostics import Severity
from nam56r_core.syntax.languages import language_of
from nam56r_server.lsp.commands import APPLY_FIX, SHOW_PLACE
from nam56r_server.lsp.options import SEMANTIC_TOKENS
from nam56r_server.lsp.registry import COMMANDS
from nam56r_server.project.project_file import is_recipe_name
from support.cursor import view_of
from walkthrough_pictures import recipe

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "editors/vscode"
MANIFEST: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text("utf-8"))
CONTRIBUTES: dict[str, Any] = MANIFEST["contributes"]
CONCISE = (ROOT / "tests/cli/output/snapshots/concise.txt").read_text("utf-8").splitlines()


def declared_commands() -> set[str]:
    return {command["command"] for command in CONTRIBUTES["commands"]}


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@pytest.mark.parametrize("line", CONCISE)
def test_the_problem_matcher_reads_what_check_prints(line: str) -> None:
    (matcher,) = CONTRIBUTES["problemMatchers"]
    pattern = matcher["pattern"]
    found = re.search(pattern["regexp"], line)
    assert found
    place, kind, message = line.split(": ", 2)
    assert [found[pattern[part]] for part in ("file", "line", "column")] == place.split(":")
    assert f"{found[pattern['severity']]}[{found[pattern['code']]}]" == kind
    assert found[pattern["message"]] == message


def test_the_problem_matcher_knows_every_severity() -> None:
    (matcher,) = CONTRIBUTES["problemMatchers"]
    for severity in Severity:
        found = re.search(matcher["pattern"]["regexp"], f"a.yaml:1:2: {severity.value}[seed]: it")
        assert found
        assert found[matcher["pattern"]["severity"]] == severity.value


def test_there_is_something_to_match() -> None:
    assert len(CONCISE) > 3


def test_the_commands_of_the_server_are_declared() -> None:
    """All but those that belong to code actions, which nobody runs by name."""
    assert {command.name for command in COMMANDS} - {APPLY_FIX, SHOW_PLACE} <= declared_commands()


def test_exactly_the_declared_commands_are_registered() -> None:
    source = (EXTENSION / "src/commands.ts").read_text("utf-8")
    assert set(re.findall(r"^    '(nam56r\.\w+)': ", source, re.MULTILINE)) == declared_commands()


def test_links_and_menus_name_declared_commands() -> None:
    linked = {
        name
        for text in strings(CONTRIBUTES["walkthroughs"])
        for name in re.findall(r"(?:command:|onCommand:)(nam56r\.\w+)", text)
    }
    listed = {entry["command"] for menu in CONTRIBUTES["menus"].values() for entry in menu}
    assert linked
    assert listed
    assert linked | listed <= declared_commands()


def test_the_walkthrough_shows_files_that_are_there() -> None:
    media = [
        step["media"]
        for walkthrough in CONTRIBUTES["walkthroughs"]
        for step in walkthrough["steps"]
    ]
    shown = [
        name
        for item in media
        for name in (item["image"].values() if "image" in item else [item["markdown"]])
    ]
    assert [name for name in shown if not (EXTENSION / name).is_file()] == []
    pictures = [str(item.get("image") or item["markdown"]) for item in media]
    assert len(set(pictures)) == len(pictures), "two steps share a picture"


def test_the_recipe_of_the_walkthrough_passes() -> None:
    view = view_of(recipe())
    assert view.filtered.shown == ()
    assert view.analysis.runnable


def test_the_legend_of_the_server_is_declared() -> None:
    for contributed, legend in (
        ("semanticTokenTypes", SEMANTIC_TOKENS.token_types),
        ("semanticTokenModifiers", SEMANTIC_TOKENS.token_modifiers),
    ):
        assert [token["id"] for token in CONTRIBUTES[contributed]] == list(legend)


def test_files_that_get_a_language_are_recipes_of_that_language() -> None:
    named = [
        (language["id"], pattern.replace("*", "model"))
        for language in CONTRIBUTES["languages"]
        for pattern in language.get("filenamePatterns", ())
    ]
    assert {language for language, _ in named} == {"yaml", "toml", "json"}
    for language_id, name in named:
        language = language_of(name)
        assert is_recipe_name(name)
        assert language is not None
        assert language.name.lower() == language_id


def test_what_starts_a_process_is_not_read_from_a_workspace_without_trust() -> None:
    (by_hand,) = [part for part in CONTRIBUTES["configuration"] if part["id"] == "server"]
    starting = set(by_hand["properties"]) - {"nam56r.trace.server"}
    restricted = MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert starting == set(restricted)


def test_every_setting_has_a_box_in_the_page_of_settings() -> None:
    """The page has none for several types, nor for `null`."""
    types = {
        name: setting["type"]
        for part in CONTRIBUTES["configuration"]
        for name, setting in part["properties"].items()
    }
    assert types
    assert {name: kind for name, kind in types.items() if kind not in ("string", "boolean")} == {}


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((EXTENSION / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
