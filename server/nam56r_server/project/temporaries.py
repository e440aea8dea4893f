"""Temporary files beside the files that are about to be replaced.

The temporary files of one write share a token in their names. A guard file with that token exists
and is locked for as long as the write goes on. A write that was killed leaves its guard unlocked,
so the next write in the folder can tell that its files are left over and remove them.
Must not know what is in a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PREFIX = ".nam56r-"
_GUARD = re.compile(r"\.nam56r-(?P<token>[0-9a-f]{16})\.guard")


class Temporaries:
    """Makes temporary files for one write, in any number of folders.

    Used as a context: leaving it removes every file that it made, apart from those `kept`.
    """

    def __init__(self) -> None:
        self.kept: set[Path] = set()
        self._token = secrets.token_hex(8)
        self._guards: dict[Path, int] = {}
        self._made: list[Path] = []

    def __enter__(self) -> Temporaries:
        return self

    def __exit__(self, *_: object) -> None:
        for path in self._made:
            if path not in self.kept:
                _remove(path)
        # Last: while a guard is there, its files are not yet left over.
        for folder, descriptor in self._guards.items():
            _remove(self._guard_in(folder))
            os.close(descriptor)

    def new(self, folder: Path) -> tuple[int, Path]:
        """An open, empty file in a folder, and its path; raises `OSError`."""
        if folder not in self._guards:
            self._guards[folder] = self._locked_guard(folder)
        path = folder / f"{PREFIX}{self._token}-{len(self._made)}.tmp"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._made.append(path)
        return descriptor, path

    def _guard_in(self, folder: Path) -> Path:
        return folder / f"{PREFIX}{self._token}.guard"

    def _locked_guard(self, folder: Path) -> int:
        path = self._guard_in(folder)
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            _lock(descriptor)
            # Between the two calls another write may have taken it for left over.
            if os.fstat(descriptor).st_nlink:
                return descriptor
            os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Remove the files of writes that were killed; those of a write that goes on stay."""
    for guard, token in _guards(folder):
        with contextlib.suppress(OSError):
            descriptor = os.open(guard, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if _lock(descriptor):
                    for path in folder.glob(f"{PREFIX}{token}-*.tmp"):
                        _remove(path)
                    _remove(guard)
            finally:
                os.close(descriptor)


def _guards(folder: Path) -> Iterator[tuple[Path, str]]:
    try:
        paths = list(folder.iterdir())
    except OSError:
        return
    for path in paths:
        match = _GUARD.fullmatch(path.name)
        if match:
            yield path, match["token"]


def _lock(descriptor: int) -> bool:
    """Take the lock of an open file without waiting, and say whether it was free. Windows has no
    such lock, so nothing is removed there."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # locked by another process, or a file system without locks
        return False
    return True


def _remove(path: Path) -> None:
    # Where nothing can be removed any more, what failed before says why.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
