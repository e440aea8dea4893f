"""`nam56r export --check`: writes nothing, tells what is stale with a diff."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nam56r_server.cli.export.run import MOST_LINES
from support.cli import BLOCKED, RUNNABLE, Command, tree, write


@pytest.fixture
def exported(nam56r: Command, project: Path) -> Path:
    """A project with a fresh export."""
    write(project / "a.nam56r.yaml", RUNNABLE)
    assert nam56r("export", ".").code == 0
    return project


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in (folder / "exports").iterdir()
    }


def test_fresh(nam56r: Command, exported: Path) -> None:
    before = state(exported)
    result = nam56r("export", ".", "--check")
    assert (result.code, result.out) == (0, "")
    assert result.err == "Up to date: the exports of 1 recipe\n"
    assert state(exported) == before


def test_fresh_but_not_runnable_is_fresh(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    assert nam56r("export", ".").code == 1
    assert nam56r("export", ".", "--check").code == 0


def test_stale(nam56r: Command, exported: Path) -> None:
    recipe = exported / "a.nam56r.yaml"
    write(recipe, RUNNABLE.replace("hidden_size: 256", "hidden_size: 512"))
    before = state(exported)
    result = nam56r("export", ".", "--check", "--color", "never")
    assert result.code == 1
    assert state(exported) == before
    lines = result.out.splitlines()
    assert lines[:2] == ["--- exports/a.bundle.json", "+++ exports/a.bundle.json"]
    assert '-    "256",' in lines
    assert '+    "512",' in lines
    assert "-  --hidden-size 256" in lines
    assert "a.plan.json" not in result.out
    assert result.err == ("2 files stale or missing; to refresh: nam56r export . --color never\n")
    assert nam56r("export", ".").code == 0
    assert nam56r("export", ".", "--check").code == 0


@pytest.mark.parametrize(
    "text",
    [
        f"# why the recipe is as it is\n\n{RUNNABLE}",
        RUNNABLE.replace("pattern: ", "pattern:   "),
        RUNNABLE.replace("\n", "   # said at the end\n"),
        RUNNABLE.replace("\n", "\r\n"),
    ],
    ids=["above", "blanks", "behind", "line ends"],
)
def test_what_no_argument_comes_from_makes_nothing_stale(
    nam56r: Command, exported: Path, text: str
) -> None:
    write(exported / "a.nam56r.yaml", text)
    assert nam56r("export", ".", "--check").code == 0


def test_a_comment_leaves_what_is_not_runnable_fresh(nam56r: Command, project: Path) -> None:
    """Its findings, blocked layers and seams are exported, too."""
    write(project / "a.nam56r.yaml", BLOCKED)
    nam56r("export", ".")
    write(project / "a.nam56r.yaml", f"# later\n{BLOCKED}")
    assert nam56r("export", ".", "--check").code == 0


def test_missing(nam56r: Command, exported: Path) -> None:
    script = exported / "exports/a.launch.sh"
    text = script.read_text("utf-8")
    script.unlink()
    result = nam56r("export", "a.nam56r.yaml", "--check")
    assert (result.code, result.out) == (1, "missing: exports/a.launch.sh\n")
    result = nam56r("export", "a.nam56r.yaml", "--check", "--full-diff")
    assert result.code == 1
    assert result.out.splitlines()[:2] == ["--- /dev/null", "+++ exports/a.launch.sh"]
    assert [line[1:] for line in result.out.splitlines()[3:]] == text.splitlines()
    assert result.err.startswith("1 file stale or missing")
    assert not script.exists()


def test_never_exported(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    before = tree(project)
    result = nam56r("export", ".", "--check", "-o", "out")
    assert result.code == 1
    assert result.out.splitlines() == [
        f"missing: out/a.{kind}" for kind in ("plan.json", "bundle.json", "launch.sh")
    ]
    assert tree(project) == before


def test_a_long_difference_is_cut_unless_all_is_asked_for(nam56r: Command, exported: Path) -> None:
    plan = exported / "exports/a.plan.json"
    plan.write_text("[]\n", "utf-8")
    cut = nam56r("export", "a.nam56r.yaml", "--check").out.splitlines()
    whole = nam56r("export", "a.nam56r.yaml", "--check", "--full-diff").out.splitlines()
    assert len(cut) == MOST_LINES + 1 < len(whole)
    assert cut[:-1] == whole[:MOST_LINES]
    assert cut[-1] == f"... {len(whole) - MOST_LINES} more lines; --full-diff shows all"
    assert nam56r("export", "a.nam56r.yaml", "--full-diff").code == 2


@pytest.mark.parametrize("damage", [b"\r\n", b"", b"\n\n"], ids=["CRLF", "no newline", "two"])
def test_line_ends_count(nam56r: Command, exported: Path, damage: bytes) -> None:
    script = exported / "exports/a.launch.sh"
    data = script.read_bytes()
    changed = data.replace(b"\n", b"\r\n") if damage == b"\r\n" else data.rstrip(b"\n") + damage
    script.write_bytes(changed)
    result = nam56r("export", ".", "--check")
    assert result.code == 1
    assert result.out.startswith("--- exports/a.launch.sh\n+++ exports/a.launch.sh\n@@ ")
    assert len(result.out.splitlines()) > 3


def test_bytes_that_are_not_text_count(nam56r: Command, exported: Path) -> None:
    script = exported / "exports/a.launch.sh"
    text = RUNNABLE.replace("name: small", 'name: "\ufffd"')
    write(exported / "a.nam56r.yaml", text)
    nam56r("export", ".")
    script.write_bytes(script.read_bytes().replace("\ufffd".encode(), b"\xff"))
    command = [sys.executable, "-m", "nam56r_server", "export", ".", "--check"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"\n-# \xff for" in done.stdout
    assert "\n+# \ufffd for".encode() in done.stdout


def test_an_unreadable_recipe_is_2(nam56r: Command, exported: Path) -> None:
    write(exported / "b.nam56r.yaml", b" " * (1024 * 1024 + 1))
    result = nam56r("export", ".", "--check")
    assert result.code == 2
    assert "cannot read b.nam56r.yaml" in result.err


def test_an_output_that_is_a_folder_is_2(nam56r: Command, exported: Path) -> None:
    plan = exported / "exports/a.plan.json"
    plan.unlink()
    plan.mkdir()
    result = nam56r("export", ".", "--check")
    assert result.code == 2
    assert "cannot write exports/a.plan.json: it is a directory" in result.err
