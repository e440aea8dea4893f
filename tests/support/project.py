"""Fixtures: the command, run in an empty project with nothing in the environment that changes its
output."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import Command

VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "NAM56R_TRACEBACK")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project (it has a `.git`), which is the current directory."""
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return root


@pytest.fixture
def nam56r(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """`nam56r(*argv)` in the empty project."""
    return Command(capsys, monkeypatch)
