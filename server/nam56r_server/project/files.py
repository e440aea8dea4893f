"""Reading the bytes of a file that somebody else wrote.

Must not know what is in it.
"""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import BinaryIO

from nam56r_server.errors import CommandError

MAX_BYTES = 1024 * 1024
"""A larger file is no recipe: 10,000 lines take some 400 kB. The bound also keeps the worst file
from costing more than a few seconds."""

TOO_LARGE = f"it is larger than {MAX_BYTES // 1024 // 1024} MiB, which no recipe is"


class UnreadableError(Exception):
    """Why a file cannot be read, in a few words."""


class MissingFileError(UnreadableError):
    """There is no such file."""


class SpecialFileError(UnreadableError):
    """It is a pipe, a device or the like."""


class TooLargeError(UnreadableError):
    """It holds more than anybody asked for."""


def standard_input() -> bytes:
    """All of standard input, as it is; raises `CommandError` if the caller closed it."""
    return standard_input_stream().read()


def standard_input_stream() -> BinaryIO:
    """Standard input as bytes; raises `CommandError` if the caller closed it (`<&-`)."""
    if sys.stdin is None:
        raise CommandError("standard input is closed; open it, or redirect it from a file")
    return sys.stdin.buffer


def read_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file; raises `UnreadableError`."""
    try:
        # A pipe or a device is not opened at all: it could wait for ever.
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError("it is a directory; name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise SpecialFileError("it is not a regular file")
        if status.st_size > limit:
            raise TooLargeError(TOO_LARGE)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as problem:
        raise MissingFileError("there is no such file") from problem
    except OSError as problem:
        raise UnreadableError(problem.strerror or str(problem)) from problem
    if len(data) > limit:
        raise TooLargeError(TOO_LARGE)
    return data
