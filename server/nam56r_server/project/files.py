"""Reading the bytes of a file that somebody else wrote.

Must not know what is in it.
"""

from __future__ import annotations

import stat
import sys
from pathlib import Path

MAX_BYTES = 8 * 1024 * 1024
"""A larger file is nothing that a person wrote."""

TOO_LARGE = f"it is larger than {MAX_BYTES // 1024 // 1024} MiB, which no recipe is"


class UnreadableError(Exception):
    """Why a file cannot be read, in a few words."""


class MissingFileError(UnreadableError):
    """There is no such file."""


def standard_input() -> bytes:
    """All of standard input, as it is."""
    return sys.stdin.buffer.read()


def read_file(path: Path) -> bytes:
    """The bytes of a regular file; raises `UnreadableError`."""
    try:
        # A pipe or a device is not opened at all: it could wait for ever.
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableError("it is a directory; name a file in it")
        if not stat.S_ISREG(mode):
            raise UnreadableError("it is not a regular file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as problem:
        raise MissingFileError("there is no such file") from problem
    except OSError as problem:
        raise UnreadableError(problem.strerror or str(problem)) from problem
    if len(data) > MAX_BYTES:
        raise UnreadableError(TOO_LARGE)
    return data
