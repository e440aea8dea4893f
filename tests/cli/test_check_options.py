"""Options of `check` that cannot be honoured together are refused, never passed over."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from support.cli import BLOCKED, RUNNABLE, Command, write

LOWER = RUNNABLE.replace("pattern: AMAM", "pattern: AmAm")
JSON = ("--output-format", "json")

REFUSED = [
    (("--fix", "-", *JSON), "drop --output-format json"),
    (("--fix", "-", "-o", "report"), "drop -o"),
    (("--fix", "-", "--statistics"), "drop --statistics"),
    (("--diff", *JSON), "drop --output-format json"),
    (("--diff", "--statistics"), "drop --statistics"),
    (("--diff", "--error-on-warning"), "drop --error-on-warning"),
    (("--show-settings", "--fix"), "drop --fix"),
    (("--show-settings", "--diff"), "drop --diff"),
    (("--show-settings", "--statistics", *JSON), "drop --output-format json and --statistics"),
    (("--show-settings", "-o", "report"), "drop -o"),
    *(
        (("--statistics", "--output-format", name), f"no form for --output-format {name}")
        for name in ("sarif", "github", "gitlab", "junit")
    ),
    (("--select", ""), "--select names no rule"),
    (("--select", " , "), "--select names no rule"),
]


@pytest.mark.parametrize(("options", "step"), REFUSED, ids=[" ".join(o) for o, _ in REFUSED])
def test_what_does_not_go_together_is_refused(
    nam56r: Command, project: Path, options: tuple[str, ...], step: str
) -> None:
    path = write(project / "a.nam56r.yaml", LOWER)
    result = nam56r("check", *options, stdin=LOWER.encode())
    assert (result.code, result.out) == (2, "")
    assert step in result.err
    assert path.read_text("utf-8") == LOWER
    assert not (project / "report").exists()


def test_statistics_have_the_other_formats(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    for name in ("full", "concise", "json"):
        result = nam56r("check", "--statistics", "--output-format", name)
        assert result.code == 1
        assert "lower-case-letter" in result.out


def test_a_diff_can_be_a_file_and_end_with_0(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    shown = nam56r("check", "--diff").out
    result = nam56r("check", "--diff", "-o", "a.diff", "--color", "always", "--exit-zero")
    assert (result.code, result.out) == (0, "")
    assert (project / "a.diff").read_text("utf-8") == shown
    assert nam56r("check", "--diff", "-o", "b.diff").code == 1


def test_a_diff_of_no_recipe_is_2(nam56r: Command) -> None:
    result = nam56r("check", "--diff")
    assert result.code == 2
    assert result.err.startswith("No recipes found")


@pytest.mark.parametrize("option", [(), ("--diff",), ("--fix",)])
def test_a_report_is_not_written_over_a_recipe(
    nam56r: Command, project: Path, option: tuple[str, ...]
) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    recipe = write(project / "e.nam56r.yaml", LOWER)
    (project / "link").symlink_to(recipe)
    for name in ("e.nam56r.yaml", "link"):
        result = nam56r("check", *option, "-o", name, ".")
        assert (result.code, result.out) == (2, "")
        assert "--output-file e.nam56r.yaml is a recipe that is read; name another" in result.err
        assert recipe.read_text("utf-8") == LOWER


def test_a_report_is_not_written_over_a_base(nam56r: Command, project: Path) -> None:
    base = write(project / "bases/base.yaml", BLOCKED)
    write(project / "a.nam56r.yaml", "extends: bases/base.yaml\n")
    result = nam56r("check", "-o", "bases/base.yaml", *JSON)
    assert (result.code, base.read_text("utf-8")) == (2, BLOCKED)
    assert "bases/base.yaml is a recipe that is read" in result.err


def test_a_directory_is_no_report(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    for name in (".", ""):
        result = nam56r("check", "-o", name)
        assert result.code == 2
        assert f"cannot write {project.as_posix()}: it is a directory; name a file" in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_what_is_no_file_is_written_to_and_stays(nam56r: Command, project: Path) -> None:
    """As root even `/dev/stdout` can be replaced, which is a link."""
    write(project / "a.nam56r.yaml", LOWER)
    pipe = project / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    assert nam56r("check", "-o", "pipe").code == 1
    reader.join(20)
    assert "lower-case-letter" in read[0]
    assert pipe.is_fifo()
    assert nam56r("check", "-o", os.devnull).code == 1
    assert Path(os.devnull).is_char_device()


def test_a_link_to_a_report_stays(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", LOWER)
    report = write(project / "reports/old.txt", "old")
    (project / "report").symlink_to(report)
    assert nam56r("check", "-o", "report").code == 1
    assert (project / "report").is_symlink()
    assert "lower-case-letter" in report.read_text("utf-8")
