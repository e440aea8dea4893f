"""Colour and progress: for people at a terminal, and only there unless asked for."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli import BLOCKED, Command, spawn, write

COLOR = "\x1b["


@pytest.fixture
def recipe(project: Path) -> Path:
    return write(project / "a.nam56r.yaml", BLOCKED)


def on_terminal(argv: list[str], cwd: Path, **environment: str) -> str:
    """What a command shows on a terminal."""
    master, slave = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-m", "nam56r_server", *argv],
            cwd=cwd,
            env={**os.environ, "TERM": "xterm", **environment},
            stdout=slave,
            stderr=slave,
            check=False,
            timeout=60,
        )
    finally:
        os.close(slave)
    shown = b""
    try:
        while part := os.read(master, 65536):
            shown += part
    except OSError:
        # Linux says EIO once the other end is closed and all is read.
        pass
    finally:
        os.close(master)
    return shown.decode()


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    ],
)
def test_on_a_terminal(recipe: Path, environment: dict[str, str], colored: bool) -> None:
    shown = on_terminal(["check", recipe.name], recipe.parent, **environment)
    assert "unresolved-layer" in shown
    assert (COLOR in shown) is colored


@pytest.mark.parametrize(
    ("argv", "environment", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "0"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_in_a_pipe(
    recipe: Path, argv: list[str], environment: dict[str, str], colored: bool
) -> None:
    result = spawn("check", recipe.name, *argv, cwd=recipe.parent, **environment)
    assert "unresolved-layer" in result.out
    assert (COLOR in result.out) is colored


def test_plan_is_coloured_on_demand_and_says_the_same(nam56r: Command, recipe: Path) -> None:
    plain = nam56r("plan", recipe.name).out
    colored = nam56r("plan", recipe.name, "--color", "always").out
    assert COLOR in colored
    assert COLOR not in plain
    assert "".join(part.partition("m")[2] for part in ("m" + colored).split(COLOR)) == plain


@pytest.mark.parametrize(
    ("recipes", "terminal", "argv", "expected"),
    [
        (20, True, [], True),
        (19, True, [], False),
        (20, False, [], False),
        (20, True, ["--quiet"], False),
    ],
)
def test_progress_is_for_those_who_wait(
    nam56r: Command,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    recipes: int,
    terminal: bool,
    argv: list[str],
    expected: bool,
) -> None:
    for number in range(recipes):
        write(project / f"{number:02}.nam56r.yaml", "name: x\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    result = nam56r("check", "--output-format", "concise", *argv)
    assert (f"[{recipes}/{recipes}] {recipes - 1}.nam56r.yaml" in result.err) is expected
    assert "/20]" not in result.out
    if expected:
        progress, found, _ = result.err.rpartition("\r\x1b[KFound ")
        assert found
        assert progress.endswith(f"[{recipes}/{recipes}] {recipes - 1}.nam56r.yaml")
