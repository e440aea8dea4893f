"""The test command on machines that lack something: it says what to install, and starts again."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "run"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with nothing but the command in it."""
    (tmp_path / "clone/tests").mkdir(parents=True)
    shutil.copy(RUN, tmp_path / "clone/tests/run")
    return tmp_path / "clone"


def run(clone: Path, python: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command with a Python that does as `python`, a shell script, says."""
    stub = clone / "python"
    stub.write_text(f"#!/bin/sh\n{python}\n")
    stub.chmod(0o755)
    return subprocess.run(
        [shutil.which("bash") or "bash", clone / "tests/run"],
        env=os.environ | {"PYTHON": str(stub)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_without_venv_is_named(clone: Path) -> None:
    result = run(clone, 'case "$*" in *ensurepip*) exit 1 ;; esac')
    assert (result.returncode, "install python3-venv" in result.stderr) == (2, True)
    assert not (clone / ".venv-test").exists()


def test_a_machine_without_git_is_named(clone: Path) -> None:
    tools = clone / "tools"
    tools.mkdir()
    (tools / "dirname").symlink_to(shutil.which("dirname") or "dirname")
    result = run(clone, "", PATH=str(tools))
    assert (result.returncode, "install git" in result.stderr) == (2, True)


def test_a_half_made_environment_is_made_again(clone: Path) -> None:
    half = clone / ".venv-test/bin/python"
    half.parent.mkdir(parents=True)
    half.write_text("#!/bin/sh\nexit 1\n")
    half.chmod(0o755)
    made = run(clone, f'case "$*" in "-m venv "*) echo made; echo > {half} ;; esac')
    assert "made" in made.stdout
    assert (clone / ".venv-test/complete").exists()


def test_an_environment_that_could_not_be_made_is_not_taken_for_one(clone: Path) -> None:
    result = run(clone, 'case "$*" in "-m venv "*) mkdir .venv-test; exit 3 ;; esac')
    assert result.returncode == 3
    assert not (clone / ".venv-test/complete").exists()
