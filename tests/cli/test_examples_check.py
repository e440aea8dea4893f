"""`nam56r check` on every example: the findings that are known, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import Command
from support.examples import EXAMPLES, ROOT
from support.snapshots import check_snapshot, transcript

FOLDER = Path(__file__).parent / "snapshots/examples"


def snapshot_of(recipe: Path) -> Path:
    return FOLDER / f"{recipe.name}.txt"


@pytest.mark.parametrize("recipe", EXAMPLES, ids=lambda recipe: recipe.name)
def test_an_example_has_the_findings_of_its_snapshot(
    nam56r: Command, recipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    name = recipe.relative_to(ROOT).as_posix()
    check_snapshot(snapshot_of(recipe), transcript(f"nam56r check {name}", nam56r("check", name)))


def test_no_snapshot_is_left_of_an_example_that_is_gone() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {snapshot_of(r).name for r in EXAMPLES}
