"""A switch with the opposite meaning of a key is never renamed to it: its value changes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nam56r_core.recipe.schema import opposite_of
from support.cli import RUNNABLE, Command, write

UNTIE = "untie_embeddings_and_output_weights"


def fixed(nam56r: Command, project: Path, line: str, *options: str) -> str:
    path = write(project / "a.nam56r.yaml", RUNNABLE.replace("model:\n", f"model:\n  {line}\n", 1))
    nam56r("check", *options)
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("share_embeddings_and_output_weights", ("model", UNTIE)),
        ("tie_word_embeddings", ("model", UNTIE)),
        ("enable_bias_linear", ("model", "disable_bias_linear")),
        ("bias_linear", ("model", "disable_bias_linear")),
        ("no_swiglu", ("model", "swiglu")),
        ("disable_qk_layernorm", ("A", "qk_layernorm")),
        ("rope_fusion", ("model", "no_rope_fusion")),
        ("No-Bf16", ("precision", "bf16")),
    ],
)
def test_the_opposite_of_a_switch(name: str, key: tuple[str, ...]) -> None:
    assert opposite_of(name) == key


@pytest.mark.parametrize(
    "name",
    ["swiglu", "use_swiglu", "disable_bias_linear", "no_bias_linear", "no_hidden_size", "no", ""],
)
def test_no_opposite(name: str) -> None:
    assert opposite_of(name) is None


@pytest.mark.parametrize(
    "line",
    [
        "share_embeddings_and_output_weights: true",
        "share_embedding_and_output_weights: true",
        "enable_bias_linear: true",
        "no_swiglu: true",
        "no_squared_relus: true",
    ],
)
def test_a_safe_fix_never_reverses_a_switch(nam56r: Command, project: Path, line: str) -> None:
    assert line in fixed(nam56r, project, line, "--fix")


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("share_embeddings_and_output_weights: true", f"{UNTIE}: false"),
        ("enable_bias_linear: false", "disable_bias_linear: true"),
        ("bias_linear: true", "disable_bias_linear: false"),
        ("disable_squared_relu: true", "squared_relu: false"),
    ],
)
def test_the_offered_fix_turns_the_value(
    nam56r: Command, project: Path, line: str, right: str
) -> None:
    text = fixed(nam56r, project, line, "--fix", "--unsafe-fixes")
    assert right in text
    assert line not in text
