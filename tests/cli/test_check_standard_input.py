"""`check --fix -`: an editor takes what comes out for the text, so nothing may be lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nam56r_server.project.files import MAX_BYTES
from support.cli import BLOCKED, RUNNABLE, Command, write

LOWER = RUNNABLE.replace("pattern: AMAM", "pattern: AmAm")
WARNED = RUNNABLE + "R:\n  mixer: m2rnn\n"


@pytest.mark.parametrize(
    "data",
    [LOWER.encode(), b"name: \xff\r\n", b"", b" " * (MAX_BYTES + 1)],
    ids=["fixable", "not UTF-8", "empty", "too large for a recipe"],
)
def test_an_excluded_recipe_comes_out_as_it_went_in(project: Path, data: bytes) -> None:
    write(project / "nam56r.toml", 'exclude = ["old/"]\n')
    command = [sys.executable, "-m", "nam56r_server", "check", "--fix", "-"]
    done = subprocess.run(
        [*command, "--stdin-filename", "old/a.nam56r.yaml"],
        input=data,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, data)
    assert done.stderr == (
        b"Nothing to do: old/a.nam56r.yaml is excluded by the settings: `exclude` in nam56r.toml "
        b"has the pattern `old/`\n"
    )


def test_without_a_fix_an_excluded_recipe_is_not_printed(nam56r: Command, project: Path) -> None:
    write(project / "nam56r.toml", 'exclude = ["old/"]\n')
    for option in ("--diff", "--quiet"):
        name = ("--stdin-filename", "old/a.nam56r.yaml")
        result = nam56r("check", option, "-", *name, stdin=LOWER.encode())
        assert (result.code, result.out) == (0, "")


def test_what_is_left_is_told_beside_the_recipe(nam56r: Command) -> None:
    result = nam56r("check", "--fix", "-", stdin=BLOCKED.replace("AMAM", "AmAm").encode())
    assert (result.code, result.out) == (1, BLOCKED)
    assert "error[unresolved-layer]" in result.err
    assert " --> <stdin>:3:11\n" in result.err
    assert result.err.endswith("Fixed 2 findings; 2 errors left\n")


def test_the_summary_says_when_there_was_nothing_to_fix(nam56r: Command) -> None:
    assert nam56r("check", "--fix", "-", stdin=RUNNABLE.encode()).err == "Nothing to fix\n"
    assert nam56r("check", "--fix", "-q", "-", stdin=LOWER.encode()).err == ""


def test_the_exit_code_follows_the_options(nam56r: Command) -> None:
    def code(text: str, *options: str) -> int:
        return nam56r("check", "--fix", "-", *options, stdin=text.encode()).code

    assert code(BLOCKED) == 1
    assert code(BLOCKED, "--exit-zero") == 0
    assert code(WARNED) == 0
    assert code(WARNED, "--error-on-warning") == 1
    assert code(WARNED, "--error-on-warning", "--exit-zero") == 0
