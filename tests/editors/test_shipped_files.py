"""What the files for editors repeat of the product is the same as in the product."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from nam56r_core.ide.semantic_tokens import MODIFIERS, TokenType
from nam56r_core.layers import Family, Status
from nam56r_core.picture.palette import DARK, LIGHT
from nam56r_core.settings.editor import EditorSettings, InlayHints
from nam56r_core.suppressions import MARK, RECIPE
from nam56r_core.syntax.languages import FILE_ENDINGS
from nam56r_core.templates import template_names
from vscode_manifest import STATUS_STYLE

EDITORS = Path(__file__).resolve().parents[2] / "editors"
HIGHLIGHTS = (EDITORS / "neovim/lua/nam56r/highlights.lua").read_text("utf-8")
RECIPE_LUA = (EDITORS / "neovim/lua/nam56r/recipe.lua").read_text("utf-8")
RECIPES_TS = (EDITORS / "vscode/src/recipes.ts").read_text("utf-8")
STARTER_TS = (EDITORS / "vscode/src/starter.ts").read_text("utf-8")
SUBLIME = (EDITORS / "sublime.md").read_text("utf-8")
HELP = (EDITORS / "neovim/doc/nam56r.txt").read_text("utf-8")

GROUP_OF_FAMILY = {
    Family.ATTENTION: "Attention",
    Family.MOE: "Moe",
    Family.MLP: "Mlp",
    Family.MAMBA: "Mamba",
    Family.RECURRENT_TAIL: "Recurrent",
    Family.GATED_DELTA_NET: "GatedDeltaNet",
    Family.UNKNOWN: "UnknownLayer",
}


def group_of(token: str) -> str:
    return token[0].upper() + token[1:]


@pytest.mark.parametrize("family", Family, ids=lambda family: family.value)
def test_neovim_has_the_colours_of_the_pictures(family: Family) -> None:
    group = GROUP_OF_FAMILY[family]
    colours = re.search(rf"  {group} = {{ dark = {{ '(.*?)'.* light = {{ '(.*?)'", HIGHLIGHTS)
    assert colours
    assert colours[1] == DARK.families[family].edge
    assert colours[2] == LIGHT.families[family].edge


def test_neovim_has_a_group_for_every_token_and_status() -> None:
    names = [group_of(token.value) for token in TokenType]
    names += [group_of(status.value) for status in MODIFIERS]
    assert [name for name in names if f"\n  {name} = {{" not in HIGHLIGHTS] == []
    assert [name for name in names if f"\n    Nam56r{name} " not in HELP] == []


def test_the_help_names_every_setting() -> None:
    names = [
        field.alias or name
        for model in (EditorSettings, InlayHints)
        for name, field in model.model_fields.items()
    ]
    assert [name for name in names if not re.search(rf"\b{name} = ", HELP)] == []


def test_sublime_has_a_scope_for_every_token() -> None:
    block = re.search(r"```json\n(.*?)```", SUBLIME, re.DOTALL)
    assert block
    scopes = json.loads(block[1])["clients"]["nam56r"]["semantic_tokens"]
    assert set(scopes) == {token.value for token in TokenType}
    assert len(set(scopes.values())) == len(scopes)


def words_of(style: dict[str, bool]) -> set[str]:
    return {word for word, on in style.items() if on}


@pytest.mark.parametrize("status", MODIFIERS, ids=lambda status: status.value)
def test_a_status_looks_the_same_in_every_editor(status: Status) -> None:
    meant = words_of(STATUS_STYLE[status])
    lua = re.search(rf"\n  {group_of(status.value)} = {{ (.*?)cterm = {{ (.*?) }} }},", HIGHLIGHTS)
    sublime = re.search(rf'mamba\.{status.value}", "font_style": "(.*?)"', SUBLIME)
    help_line = re.search(rf"\n    Nam56r{group_of(status.value)} .*   (\S.*)", HELP)
    assert lua and sublime and help_line
    assert set(re.findall(r"(\w+) = true", lua[1])) == meant
    assert set(re.findall(r"(\w+) = true", lua[2])) == meant
    assert set(sublime[1].split()) == meant
    assert set(help_line[1].replace("underlined", "underline").split(", ")) == meant


def test_editors_know_recipes_by_the_names_and_the_mark_of_the_server() -> None:
    """They only decide whether the server is started; a name that it takes must not be missed."""
    lua = re.search(r"local SUFFIXES = {(.*?)}", RECIPE_LUA)
    script = re.search(r"const NAME = /\\.nam56r\\.\((.*?)\)\$/i;", RECIPES_TS)
    pattern = re.search(r"const NAMES = '\*\.nam56r\.{(.*?)}'", RECIPES_TS)
    assert lua and script and pattern
    assert tuple(re.findall(r"'%(.*?)%(.*?)\$'", lua[1])) == tuple(
        (".nam56r", suffix) for suffix in FILE_ENDINGS
    )
    assert tuple(f".{name}" for name in script[1].split("|")) == FILE_ENDINGS
    assert tuple(f".{name}" for name in pattern[1].split(",")) == FILE_ENDINGS
    assert "path:lower():find(suffix)" in RECIPE_LUA
    lua_mark = re.search(r"local MARK = '(.*?)'", RECIPE_LUA)
    script_mark = re.search(r"const MARK = /(.*?)/;", RECIPES_TS)
    assert lua_mark and script_mark
    assert lua_mark[1].replace("%", "\\") == script_mark[1] == rf"#\s*{MARK}\s*{RECIPE}"


def test_vscode_offers_the_templates_of_init() -> None:
    assert sorted(re.findall(r"label: '(\w+)'", STARTER_TS)) == sorted(template_names())
