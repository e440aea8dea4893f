"""The exports that are committed beside the examples are what the examples give today."""

from __future__ import annotations

import pytest

from nam56r_server.__main__ import main
from support.examples import EXAMPLES, ROOT, stem


def test_exports_are_fresh(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    code = main(["export", "--check", "examples"])
    assert code == 0, capsys.readouterr().out


def test_no_export_is_left_of_a_recipe_that_is_gone() -> None:
    found = {path.name.split(".")[0] for path in (ROOT / "examples/exports").iterdir()}
    assert found <= {stem(recipe).split(".")[0] for recipe in EXAMPLES}
