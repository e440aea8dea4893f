"""Temporary files of a write that was killed are removed by the next one, and no others are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nam56r_server.project import Output, write_outputs
from nam56r_server.project.temporaries import Temporaries

KILLED = """
import os, signal, sys
from pathlib import Path
from nam56r_server.project import Output, write_outputs

folder = Path(sys.argv[1])
if sys.argv[2] == "kill":
    Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
else:  # waits in the middle of the write until it is told to go on
    replace = Path.replace

    def wait(path, other):
        print("waiting", flush=True)
        sys.stdin.readline()
        return replace(path, other)

    Path.replace = wait
write_outputs([Output(folder / "a.json", b"new"), Output(folder / "b.json", b"new")])
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def start(folder: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.json").write_bytes(b"old")
    return tmp_path


def test_the_next_write_removes_what_a_killed_one_left(folder: Path) -> None:
    with start(folder, "kill") as process:
        assert process.wait(30) == -signal.SIGKILL
    left = names(folder)
    assert len(left) > 2, "the killed write left something"
    write_outputs([Output(folder / "c.json", b"c")])
    assert names(folder) == ["a.json", "c.json"]
    assert (folder / "a.json").read_bytes() == b"old"


def test_a_write_that_changes_nothing_removes_them_too(folder: Path) -> None:
    with start(folder, "kill") as process:
        process.wait(30)
    assert write_outputs([Output(folder / "a.json", b"old")]) == []
    assert names(folder) == ["a.json"]


def test_files_of_a_write_that_goes_on_stay(folder: Path) -> None:
    with start(folder, "wait") as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "waiting\n"
        before = names(folder)
        write_outputs([Output(folder / "c.json", b"c")])
        assert names(folder) == sorted([*before, "c.json"])
        process.communicate("\n\n", timeout=30)
        assert process.returncode == 0
    assert names(folder) == ["a.json", "b.json", "c.json"]
    assert (folder / "b.json").read_bytes() == b"new"


def test_a_kept_file_and_files_of_others_stay(folder: Path) -> None:
    with Temporaries() as temporaries:
        descriptor, kept = temporaries.new(folder)
        os.close(descriptor)
        temporaries.kept.add(kept)
    strange = folder / ".nam56r-0123456789abcdef-0.tmp"
    strange.write_bytes(b"no guard, so nobody knows whose it is")
    write_outputs([Output(folder / "a.json", b"new")])
    assert names(folder) == sorted(["a.json", kept.name, strange.name])
