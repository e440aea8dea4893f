"""What the files for editors repeat of the product is the same as in the product."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from nam56r_core.ide.semantic_tokens import MODIFIERS, TokenType
from nam56r_core.layers import Family
from nam56r_core.picture.palette import DARK, LIGHT
from nam56r_core.settings.editor import EditorSettings, InlayHints

EDITORS = Path(__file__).resolve().parents[2] / "editors"
HIGHLIGHTS = (EDITORS / "neovim/lua/nam56r/highlights.lua").read_text("utf-8")
HELP = (EDITORS / "neovim/doc/nam56r.txt").read_text("utf-8")

GROUP_OF_FAMILY = {
    Family.ATTENTION: "Attention",
    Family.MOE: "Moe",
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
    block = re.search(r"```json\n(.*?)```", (EDITORS / "sublime.md").read_text("utf-8"), re.DOTALL)
    assert block
    scopes = json.loads(block[1])["clients"]["nam56r"]["semantic_tokens"]
    assert set(scopes) == {token.value for token in TokenType}
    assert len(set(scopes.values())) == len(scopes)
