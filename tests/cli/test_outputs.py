"""Writing files: all or nothing, whole at every moment, nothing left behind."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from nam56r_server.errors import CommandError
from nam56r_server.project import Output, OutputState, state_of, write_outputs
from nam56r_server.project.temporaries import PREFIX
from support.cli import tree

NAMES = ("a.plan.json", "a.bundle.json", "a.launch.sh")


def three(folder: Path, content: bytes) -> list[Output]:
    return [Output(folder / name, content + name.encode()) for name in NAMES]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> list[int]:
    """Let the n-th call (from 1) of a function of `os` fail; returns a counter of the calls."""
    real = getattr(os, name)
    calls = [0]

    def failing(*args: object, **kwargs: object) -> object:
        calls[0] += 1
        if calls[0] == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, failing)
    return calls


@pytest.mark.parametrize("function", ["replace", "fsync"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_failure_midway_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    write_outputs(three(tmp_path, b"old "))
    before = contents(tmp_path)
    inodes = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    calls = fail_at(monkeypatch, function, number)
    with pytest.raises(CommandError, match="No space left on device; nothing was changed"):
        write_outputs(three(tmp_path, b"new "))
    assert calls[0] >= number
    assert contents(tmp_path) == before
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == inodes


@pytest.mark.parametrize("function", ["replace", "fsync"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_failure_midway_leaves_no_new_files_and_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    fail_at(monkeypatch, function, number)
    with pytest.raises(CommandError):
        write_outputs(three(tmp_path / "some/where", b"new "))
    assert tree(tmp_path) == []


def test_what_cannot_be_undone_is_told_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the file system becomes read-only between two moves."""
    monkeypatch.chdir(tmp_path)
    old = Output(tmp_path / NAMES[0], b"old")
    write_outputs([old])
    calls = fail_at(monkeypatch, "replace", 3)

    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    real = os.unlink

    def unlink(path: str) -> None:
        if calls[0] == 3:
            read_only()
        real(path)

    monkeypatch.setattr(os, "rename", read_only)
    monkeypatch.setattr(os, "unlink", unlink)
    with pytest.raises(CommandError) as caught:
        write_outputs(three(tmp_path, b"new "))
    before, *steps = str(caught.value).split("; ")
    assert before == "cannot write a.launch.sh: No space left on device"
    assert steps[0].endswith(f"undone: remove {NAMES[1]} (Read-only file system)")
    kept = next(path for path in tmp_path.iterdir() if path.read_bytes() == old.data)
    assert steps[1] == (
        f"move {kept.name}, its old contents, to {NAMES[0]} (Read-only file system)"
    )
    assert kept.name.startswith(PREFIX)


def test_the_old_contents_outlive_a_failed_undo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary files can be removed here, so this one has to be spared."""
    write_outputs(three(tmp_path, b"old "))
    fail_at(monkeypatch, "replace", 3)
    fail_at(monkeypatch, "rename", 2)
    with pytest.raises(CommandError, match="move ") as caught:
        write_outputs(three(tmp_path, b"new "))
    kept = str(caught.value).partition("move ")[2].partition(",")[0]
    assert (tmp_path / kept).read_bytes() == b"old " + NAMES[0].encode()
    assert (tmp_path / NAMES[1]).read_bytes() == b"old " + NAMES[1].encode()
    assert sorted(contents(tmp_path)) == sorted([Path(kept).name, *NAMES])


def test_the_failure_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fail_at(monkeypatch, "replace", 2)
    with pytest.raises(CommandError, match=r"^cannot write a\.bundle\.json: No space"):
        write_outputs(three(tmp_path, b"new "))


def test_an_interruption_midway_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outputs(three(tmp_path, b"old "))
    before = contents(tmp_path)
    real = os.replace
    moved = []

    def interrupted(*args: str) -> None:
        if moved:
            raise KeyboardInterrupt
        moved.append(args)
        real(*args)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_outputs(three(tmp_path, b"new "))
    assert moved
    assert contents(tmp_path) == before


def test_a_file_system_without_hard_links_is_as_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_outputs(three(tmp_path, b"old "))
    before = contents(tmp_path)

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    fail_at(monkeypatch, "replace", 3)
    with pytest.raises(CommandError):
        write_outputs(three(tmp_path, b"new "))
    assert contents(tmp_path) == before


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    versions = [bytes([letter]) * 300_000 for letter in b"xyz"]
    path = tmp_path / "a.plan.json"
    write_outputs([Output(path, versions[0])])
    seen: set[bytes] = set()
    odd: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            data = path.read_bytes()
            seen.add(data[:1])
            if data not in versions:
                odd.append(len(data))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(200):
            write_outputs([Output(path, versions[number % 3])])
    finally:
        stop.set()
        reader.join()
    assert odd == []
    assert len(seen) > 1, "the reader saw no change: the test shows nothing"


def test_old_files_keep_their_mode_new_ones_follow_the_mask(tmp_path: Path) -> None:
    old, new = tmp_path / "old.sh", tmp_path / "new.sh"
    old.write_bytes(b"1")
    old.chmod(0o604)
    mask = os.umask(0o077)
    try:
        write_outputs([Output(old, b"2", executable=True), Output(new, b"2", executable=True)])
    finally:
        os.umask(mask)
    assert old.read_bytes() == b"2"
    assert old.stat().st_mode & 0o777 == 0o604
    assert new.stat().st_mode & 0o777 == 0o700


def test_a_link_in_the_place_of_an_output_is_not_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    link = tmp_path / "a.plan.json"
    link.symlink_to(elsewhere)
    write_outputs([Output(link, b"new")])
    assert elsewhere.read_bytes() == b"mine"
    assert (link.is_symlink(), link.read_bytes()) == (False, b"new")


@pytest.mark.parametrize("to", ["/dev/zero", "/nowhere", "a.plan.json", "pipe"])
def test_a_link_is_replaced_unread(tmp_path: Path, to: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    link = tmp_path / "a.plan.json"
    link.symlink_to(to)
    assert state_of(Output(link, b"new")) == (OutputState.STALE, None)
    assert write_outputs([Output(link, b"new")]) == [link]
    assert (link.is_symlink(), link.read_bytes()) == (False, b"new")


def test_a_pipe_is_refused_unread(tmp_path: Path) -> None:
    pipe = tmp_path / "a.plan.json"
    os.mkfifo(pipe)
    for use in (lambda: state_of(Output(pipe, b"")), lambda: write_outputs([Output(pipe, b"")])):
        with pytest.raises(CommandError, match="it is not a regular file; move it away"):
            use()
    assert pipe.is_fifo()


def test_a_huge_file_is_stale_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.plan.json"
    with path.open("wb") as file:
        file.truncate(2**40)
    assert state_of(Output(path, b"new")) == (OutputState.STALE, None)
    assert write_outputs([Output(path, b"new")]) == [path]
    assert path.read_bytes() == b"new"


def test_large_contents_are_compared(tmp_path: Path) -> None:
    output = Output(tmp_path / "a.plan.json", bytes(9 * 1024 * 1024))
    write_outputs([output])
    assert state_of(output) == (OutputState.FRESH, output.data)


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    first, second = Output(tmp_path / "a", b"1"), Output(tmp_path / "b", b"1")
    assert write_outputs([first, second]) == [first.path, second.path]
    assert write_outputs([first, Output(second.path, b"2")]) == [second.path]
    assert write_outputs([first]) == []


def test_states(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert state_of(Output(path, b"1")) == (OutputState.MISSING, None)
    path.write_bytes(b"2")
    assert state_of(Output(path, b"1")) == (OutputState.STALE, b"2")
    assert state_of(Output(path, b"2")) == (OutputState.FRESH, b"2")


def test_nothing_temporary_is_left(tmp_path: Path) -> None:
    write_outputs(three(tmp_path, b"old "))
    write_outputs(three(tmp_path, b"new "))
    assert sorted(contents(tmp_path)) == sorted(NAMES)
    assert PREFIX.startswith("."), "a walk for recipes must not see them"
