"""The test command: what it says on machines that lack something, and what it runs."""

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


def run(
    clone: Path, python: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command with a Python that does as `python`, a shell script, says."""
    stub = clone / "python"
    stub.write_text(f"#!/bin/sh\n{python}\n")
    stub.chmod(0o755)
    return subprocess.run(
        [shutil.which("bash") or "bash", clone / "tests/run", *arguments],
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


@pytest.fixture
def installed(clone: Path) -> Path:
    """The same with an environment whose pytest prints its arguments. Tests that may run beside
    others fail with 3, the others with 4, where the variable FAIL names them."""
    programs = clone / ".venv-test/bin"
    programs.mkdir(parents=True)
    (clone / ".venv-test/complete").touch()
    fails = '*"-m not alone"*) f=beside c=3 ;; *"-m alone"*) f=alone c=4 ;; *) f=part c=5 ;;'
    pytest_stub = f'echo "pytest $*"\ncase "$*" in {fails} esac\n[[ "$FAIL" != *$f* ]] || exit $c\n'
    for name, script in (("python", "true\n"), ("pytest", pytest_stub)):
        (programs / name).write_text(f"#!/usr/bin/env bash\n{script}")
        (programs / name).chmod(0o755)
    return clone


@pytest.mark.parametrize(
    ("fail", "code"), [("", 0), ("beside", 3), ("alone", 4), ("beside alone", 3)]
)
def test_both_parts_run_and_the_first_failure_counts(installed: Path, fail: str, code: int) -> None:
    result = run(installed, "true", FAIL=fail)
    about, parts, *ran = result.stdout.splitlines()
    assert "minutes" in about
    assert "--quick" in parts
    assert ran == ["pytest -n auto -m not alone", "pytest -m alone"]
    assert result.returncode == code


def test_arguments_are_those_of_pytest(installed: Path) -> None:
    result = run(installed, "true", "tests/rules", "-k", "fp8 or mla", FAIL="part")
    assert result.stdout == "pytest tests/rules -k fp8 or mla\n"
    assert result.returncode == 5


def test_the_quick_part_leaves_out_what_takes_long(installed: Path) -> None:
    result = run(installed, "true", "--quick", "-x", FAIL="")
    assert result.stdout.startswith("pytest -n auto -m not alone tests/core ")
    assert result.stdout.endswith(" -x\n")
