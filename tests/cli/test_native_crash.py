"""A file that would crash the native YAML parser is one finding, in each way that it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import RUNNABLE, spawn

DEEP = "n: 0" + ": " * 253


@pytest.mark.parametrize("command", [["check", "."], ["export", "."], ["check", "--fix", "."]])
def test_others_are_still_looked_at(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "deep.nam56r.yaml").write_text(DEEP)
    (tmp_path / "other.nam56r.yaml").write_text(RUNNABLE.replace("depth: 4", "depht: 4"))
    result = spawn(*command, cwd=tmp_path)
    assert result.code == 1
    told = result.out + result.err
    assert "nesting deeper" in told
    assert "depht" in told


def test_a_base(tmp_path: Path) -> None:
    (tmp_path / "deep.yaml").write_text(DEEP)
    (tmp_path / "recipe.nam56r.yaml").write_text(f"extends: deep.yaml\n{RUNNABLE}")
    result = spawn("check", ".", cwd=tmp_path)
    assert result.code == 1
    assert "nesting deeper" in result.out
