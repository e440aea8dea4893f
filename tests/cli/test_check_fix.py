"""`check --fix` and `--diff`: what is written, what is only shown, what is left alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli import BLOCKED, RUNNABLE, Command, write

LOWER = RUNNABLE.replace("pattern: AMAM", "pattern: AmAm   # as in the paper")
FIXED = LOWER.replace("AmAm", "AMAM")


def test_safe_fixes_are_written(nam56r: Command, project: Path) -> None:
    path = write(project / "a.nam56r.yaml", LOWER)
    result = nam56r("check", "--fix")
    assert (result.code, result.out) == (0, "")
    assert "Fixed 2 findings in 1 recipe" in result.err
    assert path.read_text("utf-8") == FIXED
    assert "Fixed" not in nam56r("check", "--fix").err


def test_without_the_option_nothing_is_written(nam56r: Command, project: Path) -> None:
    path = write(project / "a.nam56r.yaml", LOWER)
    result = nam56r("check")
    assert result.code == 1
    assert "help: Write `M` (safe fix: --fix)" in result.out
    assert path.read_text("utf-8") == LOWER


def test_unsafe_fixes_are_asked_for(nam56r: Command, project: Path) -> None:
    path = write(project / "a.nam56r.yaml", BLOCKED)
    assert nam56r("check", "--fix").code == 1
    assert path.read_text("utf-8") == BLOCKED
    assert nam56r("check", "--fix", "--unsafe-fixes").code == 0
    assert "your_package" in path.read_text("utf-8")


def test_a_diff_writes_nothing(nam56r: Command, project: Path) -> None:
    path = write(project / "a.nam56r.yaml", LOWER)
    result = nam56r("check", "--diff")
    assert result.code == 1
    assert "-pattern: AmAm   # as in the paper\n+pattern: AMAM   # as in the paper\n" in result.out
    assert "Would fix 2 findings in 1 recipe" in result.err
    assert path.read_text("utf-8") == LOWER
    write(path, FIXED)
    assert nam56r("check", "--diff").code == 0


INPUTS = {
    "crlf.nam56r.yaml": LOWER.replace("\n", "\r\n"),
    "end.nam56r.yaml": LOWER.rstrip("\n"),
    "tabs.nam56r.json": '{\n\t"target": "core_v0.19.0",\n\t"pattern": "Am",\n\t"depth": 2\n}\n',
    "crlf.nam56r.toml": 'pattern = "Am"\r\ndepth = 2\r\n',
}


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no `patch` here")
@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("into_file", [True, False])
def test_a_diff_can_be_applied(nam56r: Command, project: Path, name: str, into_file: bool) -> None:
    path = write(project / name, INPUTS[name].encode())
    if into_file:
        nam56r("check", "--diff", "-o", "d.patch")
    else:
        command = [sys.executable, "-m", "nam56r_server", "check", "--diff"]
        done = subprocess.run(command, capture_output=True, check=False)
        write(project / "d.patch", done.stdout)
    subprocess.run(["patch", "--binary", "-p0", "-i", "d.patch"], check=True)
    patched = path.read_bytes()
    write(path, INPUTS[name].encode())
    nam56r("check", "--fix")
    assert path.read_bytes() == patched != INPUTS[name].encode()


def test_standard_input_is_fixed_to_standard_output(nam56r: Command, project: Path) -> None:
    result = nam56r("check", "--fix", "-", stdin=LOWER.encode())
    assert (result.code, result.out) == (0, FIXED)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_stay(nam56r: Command, project: Path, newline: str) -> None:
    path = project / "a.nam56r.yaml"
    path.write_bytes(LOWER.replace("\n", newline).encode())
    assert nam56r("check", "--fix").code == 0
    assert path.read_bytes() == FIXED.replace("\n", newline).encode()


def test_json_is_fixed_too(nam56r: Command, project: Path) -> None:
    recipe = {"name": "j", "target": "core_v0.19.0", "pattern": "Am", "depth": 4}
    path = write(project / "a.nam56r.json", json.dumps(recipe))
    nam56r("check", "--fix")
    assert path.read_text("utf-8") == json.dumps(recipe | {"pattern": "AM"})


def test_a_base_is_fixed_where_it_stands(nam56r: Command, project: Path) -> None:
    base = write(project / "base.nam56r.yaml", LOWER)
    heir = write(project / "heir.nam56r.yaml", "extends: base.nam56r.yaml\nname: heir\n")
    assert nam56r("check", "--fix", "heir.nam56r.yaml").code == 1
    assert base.read_text("utf-8") == LOWER
    assert nam56r("check", "--fix").code == 0
    assert base.read_text("utf-8") == FIXED
    assert heir.read_text("utf-8") == "extends: base.nam56r.yaml\nname: heir\n"


def test_options_that_do_not_go_together(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    assert "--fix, or --diff" in nam56r("check", "--unsafe-fixes").err


def test_fix_beside_diff_shows_and_writes_nothing(nam56r: Command, project: Path) -> None:
    """As in ruff."""
    recipe = write(project / "a.nam56r.yaml", LOWER)
    shown = nam56r("check", "--diff")
    both = nam56r("check", "--fix", "--diff")
    assert both.out == shown.out != ""
    assert (both.code, both.err) == (shown.code, shown.err)
    assert recipe.read_text("utf-8") == LOWER


def test_a_report_can_be_a_file(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    result = nam56r("check", "--output-format", "json", "-o", "report.json")
    assert (result.code, result.out) == (1, "")
    found = json.loads((project / "report.json").read_text("utf-8"))
    assert [item["code"] for item in found] == ["lower-case-letter"] * 2
    assert found[0]["fixes"][0]["safe"] is True


def test_rules_can_be_counted(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    result = nam56r("check", "--statistics")
    assert result.code == 1
    assert result.out.startswith("2  [*]  lower-case-letter\n")


def test_a_recipe_that_cannot_be_read_is_told_and_counted_once(
    nam56r: Command, project: Path
) -> None:
    write(project / "a.nam56r.yaml", b" " * (1024 * 1024 + 1))
    write(project / "b.nam56r.yaml", LOWER)
    result = nam56r("check", "--fix")
    assert result.code == 2
    assert result.err.count("cannot read a.nam56r.yaml") == 1
    assert "Fixed 2 findings in 1 recipe" in result.err
    assert "No findings in 1 recipe; 1 recipe could not be read" in result.err


def test_a_recipe_that_cannot_be_written_is_told_and_the_others_are_fixed(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, locked, last = (write(project / f"{name}.nam56r.yaml", LOWER) for name in "abc")
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        if Path(new).name == locked.name:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    result = nam56r("check", "--fix", "--exit-zero")
    assert result.code == 2
    assert "cannot write b.nam56r.yaml: Operation not permitted; it was left as it was" in (
        result.err
    )
    assert "Fixed 4 findings in 2 recipes\n" in result.err
    assert "Found 2 errors in 1 recipe; 1 recipe could not be written\n" in result.err
    assert [path.read_text() for path in (first, locked, last)] == [FIXED, LOWER, FIXED]


def test_what_ends_the_command_does_not_hide_what_was_fixed(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        write(project / f"{name}.nam56r.yaml", LOWER)
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        if Path(new).name == "b.nam56r.yaml":
            raise KeyboardInterrupt
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    result = nam56r("check", "--fix")
    assert result.code == 130
    assert "Fixed 2 findings in 1 recipe\n" in result.err
