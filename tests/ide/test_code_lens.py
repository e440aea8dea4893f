"""Code lenses: what stands above the first line."""

from __future__ import annotations

import pytest

from nam56r_core.ide.code_lens import CodeLens, LensCommand, code_lenses
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import view_of
from support.recipes import AUTHORED, COMPLETE


def status(text: str, target: str | None = None) -> str:
    return code_lenses(view_of(text, target=target), "it")[0].title


def test_a_native_recipe() -> None:
    assert status(COMPLETE) == "● runnable on core_v0.19.0: 4 native"


def test_a_recipe_with_seams() -> None:
    assert status(AUTHORED) == "◐ runnable on core_v0.19.0: 2 native, 4 custom"


def test_a_recipe_that_cannot_run() -> None:
    without_seams = AUTHORED[: AUTHORED.index("seams:")]
    assert status(without_seams) == (
        "○ not runnable on core_v0.19.0: 4 of 6 layers are blocked (`M`, `R`); 2 errors"
    )


def test_a_recipe_without_a_target() -> None:
    title = status("pattern: A\ndepth: 1\n")
    assert title.startswith("○ not runnable: 1 of 1 layer is blocked (`A`); ")


def test_the_target_that_was_chosen_counts() -> None:
    assert status(COMPLETE, "core_v0.18.2") == "● runnable on core_v0.18.2: 4 native"


def test_warnings_are_counted() -> None:
    assert status(COMPLETE + "R: {mixer: m2rnn}\n").endswith(": 4 native · 1 warning")


def test_an_error_that_a_comment_accepts_still_counts() -> None:
    broken = COMPLETE + "unheard: 1  # nam56r: ignore[unknown-key]: it is\n"
    assert status(broken) == "○ not runnable on core_v0.19.0: 1 error"


@pytest.mark.parametrize(
    "text, language, first_line",
    [
        (COMPLETE, YAML, "# All that a recipe must say; runs on every release."),
        ('target = "main"\r\ndepth = 1\r\n', TOML, 'target = "main"'),
        ("{}", JSON, "{}"),
        ("", YAML, ""),
    ],
)
def test_the_lenses_stand_above_the_first_line(
    text: str, language: Language, first_line: str
) -> None:
    view = view_of(text, language)
    said, preview, export = code_lenses(view, "file:///mine")
    where = said.range
    assert where.start == 0 and view.source.slice(where) == first_line
    assert (said.command, said.arguments) == (LensCommand.PREVIEW_PLAN, ("file:///mine",))
    assert preview == CodeLens(where, "preview plan", LensCommand.PREVIEW_PLAN, ("file:///mine",))
    assert export == CodeLens(where, "export", LensCommand.EXPORT, ("file:///mine",))
