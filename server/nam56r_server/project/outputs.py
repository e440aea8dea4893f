"""Writing what is made of a recipe: all of its files or none, each one whole at every moment.

New contents are written to temporary files beside their destinations and moved into place only
when all of them are on the disk; if a move fails, those already done are undone. What stands at a
destination is read only where it is a regular file.
Must not know what is in a file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from nam56r_server.errors import CommandError, reason_of
from nam56r_server.project.files import (
    MAX_BYTES,
    MissingFileError,
    SpecialFileError,
    TooLargeError,
    UnreadableError,
    read_file,
)
from nam56r_server.project.project_file import shown
from nam56r_server.project.temporaries import Temporaries, remove_leftovers


@dataclass(frozen=True, slots=True)
class Output:
    """One file to write; a new one gets the executable bits on demand, an old one keeps its own."""

    path: Path
    data: bytes
    executable: bool = False


def in_place_of(path: Path, data: bytes) -> Output:
    """New contents for a file that somebody else made: where its name is a link, the file that the
    link leads to is written, and the link stays."""
    return Output(path.resolve(), data)


_STREAMS = ("/dev/", "/proc/")


def is_stream(path: Path) -> bool:
    """Whether a path names what is written to and never replaced: a pipe, a device, or by its
    system's name a stream that is open, as `/dev/stdout`."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    is_file = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    return not is_file or path.absolute().as_posix().startswith(_STREAMS)


def write_stream(path: Path, data: bytes) -> None:
    """Write to what `is_stream`; raises `CommandError`."""
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except OSError as problem:
        raise CommandError(f"cannot write {shown(path)}: {reason_of(problem)}") from problem


class OutputState(Enum):
    """What is on the disk already."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


def state_of(output: Output) -> tuple[OutputState, bytes | None]:
    """How a file compares with what would be written, and its present bytes if it has any that are
    worth comparing.

    Raises `CommandError` for what cannot be replaced by a file.
    """
    path = output.path
    try:
        if path.is_dir():
            raise CommandError(
                f"cannot write {shown(path)}: it is a directory; name a file, in it or elsewhere"
            )
        if path.is_symlink():
            return OutputState.STALE, None  # it is replaced, whatever it leads to
        present = read_file(path, max(MAX_BYTES, len(output.data)))
    except MissingFileError:
        return OutputState.MISSING, None
    except TooLargeError:
        return OutputState.STALE, None
    except SpecialFileError as problem:
        raise CommandError(
            f"cannot write {shown(path)}: {problem}; move it away, or write elsewhere"
        ) from problem
    except (OSError, UnreadableError) as problem:
        raise CommandError(f"cannot read {shown(path)}: {reason_of(problem)}") from problem
    fresh = present == output.data
    return (OutputState.FRESH if fresh else OutputState.STALE), present


def write_outputs(outputs: Sequence[Output]) -> list[Path]:
    """Write all files that differ from what is there; returns their paths.

    Raises `CommandError` with everything as it was before, or with what could not be undone and
    where its old bytes are.
    """
    states = [state_of(output)[0] for output in outputs]
    changed = [
        output
        for output, state in zip(outputs, states, strict=True)
        if state is not OutputState.FRESH
    ]
    current = changed[0].path if changed else Path()
    replaced: list[tuple[Path, Path | None]] = []
    for folder in {output.path.parent for output in outputs}:
        remove_leftovers(folder)
    with contextlib.ExitStack() as cleanup, Temporaries() as temporaries:
        try:
            moves: list[tuple[Path, Output]] = []
            for output in changed:
                current = output.path
                _make_folder(output.path.parent, cleanup)
                moves.append((_prepare(output, temporaries), output))
            backs = [_backup(output.path, temporaries) for output in changed]
            for (temporary, output), back in zip(moves, backs, strict=True):
                current = output.path
                temporary.replace(output.path)
                replaced.append((output.path, back))
        except BaseException as problem:
            left = _undo(replaced, temporaries.kept)
            told = reason_of(problem) if isinstance(problem, OSError) else type(problem).__name__
            if left:
                raise CommandError(
                    f"cannot write {shown(current)}: {told}; what was written before it could not "
                    f"all be undone: {'; '.join(left)}"
                ) from problem
            if not isinstance(problem, OSError):
                raise
            rest = "nothing was changed" if len(changed) > 1 else "it was left as it was"
            raise CommandError(f"cannot write {shown(current)}: {told}; {rest}") from problem
        for folder in {output.path.parent for output in changed}:
            _sync_folder(folder)
    return [output.path for output in changed]


def _undo(replaced: Sequence[tuple[Path, Path | None]], kept: set[Path]) -> list[str]:
    """Put back what was replaced, the last first. What cannot be is told, with what to do, and the
    second name of its old bytes is kept."""
    left = []
    for path, back in reversed(replaced):
        try:
            _restore(path, back)
        except OSError as problem:
            step = f"remove {shown(path)}"
            if back is not None:
                kept.add(back)
                step = f"move {shown(back)}, its old contents, to {shown(path)}"
            left.append(f"{step} ({reason_of(problem)})")
    return left


def _make_folder(folder: Path, cleanup: contextlib.ExitStack) -> None:
    """Create a folder and those above it; an empty one that was created goes away again."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for above in reversed(missing):
        above.mkdir(exist_ok=True)
        cleanup.callback(_remove_empty, above)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _prepare(output: Output, temporaries: Temporaries) -> Path:
    """A temporary file beside the destination that holds the new bytes, safe on the disk."""
    descriptor, path = temporaries.new(output.path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(output.data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(_mode(output))
    return path


def _mode(output: Output) -> int:
    try:
        there = output.path.lstat()
    except FileNotFoundError:
        pass
    else:
        if stat.S_ISREG(there.st_mode):
            return stat.S_IMODE(there.st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return (0o777 if output.executable else 0o666) & ~mask


def _backup(path: Path, temporaries: Temporaries) -> Path | None:
    """A second name for a file that is about to be replaced; None where there is none."""
    if not os.path.lexists(path):
        return None
    descriptor, back = temporaries.new(path.parent)
    os.close(descriptor)
    try:
        back.unlink()
        os.link(path, back, follow_symlinks=False)
    except OSError:
        # A file system without hard links.
        shutil.copy2(path, back, follow_symlinks=False)
    return back


def _restore(path: Path, back: Path | None) -> None:
    if back is None:
        path.unlink(missing_ok=True)
    else:
        back.rename(path)


def _sync_folder(folder: Path) -> None:
    # Not every system lets a folder be opened; the files themselves are on the disk already.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
