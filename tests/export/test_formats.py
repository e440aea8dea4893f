"""The formats, on what they must not get wrong: quoting, refusal, the ways of Megatron-Bridge."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.export.formats import FORMATS
from nam56r_core.export.formats.base import Export
from nam56r_core.printable import visible_char
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse

RECIPES = {stem(recipe): recipe for recipe in EXAMPLES}


def rendered(name: str, result: Analysis) -> str:
    return FORMATS[name](
        Export(result.plan, result.bundle, result.diagnostics, result.facts.assumed_dimensions)
    )


def example(name: str) -> Analysis:
    recipe: Path = RECIPES[name]
    return analyse_example(recipe)


def test_tokens_are_the_argv_one_a_line() -> None:
    result = example("nam56r-pp2-vpp2")
    assert rendered("tokens", result).splitlines() == list(result.bundle.argv)
    assert any("|" in token for token in result.bundle.argv)


def test_the_shell_array_reads_back_as_the_argv() -> None:
    result = example("nam56r-pp2-vpp2")
    array = rendered("shell", result).split("MEGATRON_ARGS=(")[1].rsplit(")", 1)[0]
    assert shlex.split(array, comments=True) == list(result.bundle.argv)


def test_bridge_gives_overrides_and_names_what_has_none() -> None:
    lines = rendered("bridge", example("nemotron-h-like")).splitlines()
    overrides = [line for line in lines if not line.startswith("#")]
    assert "model.hidden_size=2048" in overrides
    assert all("=" in line and not line.startswith("-") for line in overrides)
    assert any(line.startswith("# --") for line in lines)


def test_bridge_overrides_nothing_when_the_recipe_is_not_runnable() -> None:
    text = rendered("bridge", example("nam56r"))
    assert text
    assert all(line.startswith("#") for line in text.splitlines())


@pytest.mark.parametrize("form", ["shell", "launch", "bridge"])
def test_a_name_cannot_steer_who_reads_the_script(form: str) -> None:
    name = r'name: "\e[31mred\u202e"'
    text = rendered(form, analyse(f"extends: complete\n{name}\n"))
    assert "\u241b[31mred\ufffd" in text
    assert not {char for char in text if visible_char(char) != char} - {"\n"}


def test_the_launch_script_looks_for_a_declared_stack_spec_only() -> None:
    assert "importlib" in rendered("launch", example("nam56r-runnable"))
    assert "importlib" not in rendered("launch", example("nemotron-h-like"))


def test_the_launch_script_has_the_last_word_on_where_python_looks() -> None:
    text = "extends: complete\nlaunch: {environment: {PYTHONPATH: /mine}}\n"
    script = rendered("launch", analyse(text))
    assert script.count("PYTHONPATH") == 1
    assert """export PYTHONPATH="$MEGATRON_PATH":/mine\n""" in script
