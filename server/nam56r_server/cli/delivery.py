"""Where a result goes: standard output, or a file that is written whole.

Must not know what the result is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from nam56r_server.cli.console import Console, Style
from nam56r_server.cli.output.differences import show
from nam56r_server.errors import UsageError
from nam56r_server.project import (
    ProjectFile,
    in_place_of,
    is_stream,
    shown,
    write_outputs,
    write_stream,
)

_WIDTH_OF_FILES = 100


class Delivery:
    """One result of a command with `--output-file`; `style` and `width` are what a text for people
    is made with."""

    def __init__(self, options: argparse.Namespace, console: Console) -> None:
        self._console = console
        self._file = Path(options.output_file) if options.output_file is not None else None
        self.style = console.out_style if self._file is None else Style()
        self.width = console.width() if self._file is None else _WIDTH_OF_FILES

    def keep_apart(self, recipes: Iterable[ProjectFile]) -> None:
        """Raise `UsageError` if the result would be written over a recipe that it is made of, be it
        a base."""
        if self._file is None:
            return
        for recipe in recipes:
            if self._file.resolve() == recipe.path.resolve():
                raise UsageError(
                    f"--output-file {shown(self._file.resolve())} is a recipe that is read; "
                    "name another file"
                )

    def text(self, text: str) -> None:
        """A result for people."""
        if self._file is None:
            self._console.out(text)
        else:
            self._write(self._file, text.encode("utf-8"))

    def data(self, text: str) -> None:
        """A result for programs."""
        if self._file is None:
            self._console.data(text)
        else:
            self._write(self._file, text.encode("utf-8"))

    def patch(self, difference: bytes) -> None:
        """A difference, which a program may apply."""
        if self._file is None:
            show(difference, self._console)
        else:
            self._write(self._file, difference)

    def _write(self, file: Path, data: bytes) -> None:
        if is_stream(file):
            write_stream(file, data)
            return
        written = write_outputs([in_place_of(file, data)])
        state = "wrote" if written else "unchanged:"
        self._console.talk(f"{state} {shown(file.resolve())}\n")
