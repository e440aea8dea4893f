"""Property tests use the same examples on every run, and new ones with NAM56R_FRESH=1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROPERTY = """\
from hypothesis import given, strategies as st

seen = []

@given(st.integers())
def test_numbers(number):
    seen.append(number)

def test_show():
    print("seen", len(seen), hash(tuple(seen)))

@given(st.text(min_size=3))
def test_fails(text):
    assert len(text) < 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Property tests with the settings of this suite."""
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(PROPERTY)
    return tmp_path


def run(folder: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAM56R_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", folder],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def seen(output: str) -> str:
    (line,) = [line for line in output.splitlines() if "seen " in line]
    return line.partition("seen ")[2]


def test_a_usual_run_repeats_its_examples(folder: Path) -> None:
    assert seen(run(folder)) == seen(run(folder))


def test_a_fresh_run_has_new_examples_and_says_how_to_repeat_a_failure(folder: Path) -> None:
    output = run(folder, NAM56R_FRESH="1")
    assert seen(output) != seen(run(folder, NAM56R_FRESH="1"))
    # Hypothesis names the arguments under a heading that differs by version.
    assert "test_fails(\nE           text='000'," in output
    assert "@reproduce_failure(" in output


def test_the_number_of_examples_can_be_raised(folder: Path) -> None:
    assert seen(run(folder, NAM56R_EXAMPLES="150")).startswith("150 ")
