"""Writing what is made of a recipe: all of its files or none, each one whole at every moment.

New contents are written to temporary files beside their destinations and moved into place only
when all of them are on the disk; if a move fails, those already done are undone.
Must not know what is in a file.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from nam56r_server.errors import CommandError
from nam56r_server.project.project_file import shown

_TEMPORARY = ".nam56r-"


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


class OutputState(Enum):
    """What is on the disk already."""

    FRESH = "fresh"
    STALE = "stale"
    MISSING = "missing"


def existing(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none; raises `CommandError` if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise CommandError(f"cannot read {shown(path)}: {problem.strerror or problem}") from problem


def state_of(output: Output) -> tuple[OutputState, bytes | None]:
    """How a file compares with what would be written, and its present bytes."""
    present = existing(output.path)
    if present is None:
        return OutputState.MISSING, None
    fresh = present == output.data
    return (OutputState.FRESH if fresh else OutputState.STALE), present


def write_outputs(outputs: Sequence[Output]) -> list[Path]:
    """Write all files that differ from what is there; returns their paths.

    Raises `CommandError` with everything as it was before.
    """
    for output in outputs:
        if output.path.is_dir():
            raise CommandError(
                f"cannot write {shown(output.path)}: it is a directory; name a file, in it or "
                "elsewhere"
            )
    changed = [output for output in outputs if state_of(output)[0] is not OutputState.FRESH]
    current = changed[0].path if changed else Path()
    with contextlib.ExitStack() as cleanup:
        try:
            moves: list[tuple[Path, Output]] = []
            for output in changed:
                current = output.path
                _make_folder(output.path.parent, cleanup)
                moves.append((_prepare(output, cleanup), output))
            backs = [_backup(output.path, cleanup) for output in changed]
            # Entered after the backups were made, so left before they are removed.
            undo = cleanup.enter_context(contextlib.ExitStack())
            for (temporary, output), back in zip(moves, backs, strict=True):
                current = output.path
                temporary.replace(output.path)
                undo.callback(_restore, output.path, back)
            undo.pop_all()
            for folder in {output.path.parent for output in changed}:
                _sync_folder(folder)
        except OSError as problem:
            raise CommandError(
                f"cannot write {shown(current)}: {problem.strerror or problem}; nothing was changed"
            ) from problem
    return [output.path for output in changed]


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


def _prepare(output: Output, cleanup: contextlib.ExitStack) -> Path:
    """A temporary file beside the destination that holds the new bytes, safe on the disk."""
    with _temporary(output.path, cleanup) as (descriptor, path):
        with os.fdopen(descriptor, "wb") as file:
            file.write(output.data)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(_mode(output))
    return path


@contextlib.contextmanager
def _temporary(path: Path, cleanup: contextlib.ExitStack) -> Iterator[tuple[int, Path]]:
    descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    cleanup.callback(temporary.unlink, missing_ok=True)
    yield descriptor, temporary


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


def _backup(path: Path, cleanup: contextlib.ExitStack) -> Path | None:
    """A second name for a file that is about to be replaced; None where there is none."""
    if not os.path.lexists(path):
        return None
    with _temporary(path, cleanup) as (descriptor, back):
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
