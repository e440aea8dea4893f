"""The two streams of the command: standard output for data, standard error for talk.

Knows when to colour and what a stream can show. Must not know what is written.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TextIO

from nam56r_server.cli.terminal_text import for_terminal

_CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
}
_LEVELS = (0, 95, 135, 175, 215, 255)
"""The six steps of red, green and blue in the colour cube of a terminal, which begins at 16."""

PROGRESS_FROM = 20
"""Fewer recipes are done before anyone could read how far it is."""


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text, or leaves it alone; `unicode` tells whether the stream shows more than ASCII."""

    color: bool = False
    unicode: bool = True

    def paint(self, text: str, *names: str) -> str:
        if not self.color or not text:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def tint(self, text: str, hue: str) -> str:
        """Text in the nearest of the 256 colours to a `#rrggbb`."""
        if not self.color or not text:
            return text
        return f"\x1b[38;5;{_cube(hue)}m{text}\x1b[0m"


class Console:
    """Where a subcommand writes. `quiet` silences talk, never errors."""

    def __init__(self, *, color: str = "auto", quiet: bool = False) -> None:
        self.quiet = quiet
        self.out_style = Style(_colored(sys.stdout, color), _shows_unicode(sys.stdout))
        self.err_style = Style(_colored(sys.stderr, color), _shows_unicode(sys.stderr))
        self._progress = False

    @property
    def is_terminal(self) -> bool:
        """Whether results are shown to someone, as they stand, and not kept or passed on."""
        return self.out_style.color or sys.stdout.isatty()

    def out(self, text: str) -> None:
        """Results for people; what the stream cannot show becomes `?`."""
        _write_bytes(sys.stdout, for_terminal(text).encode(_encoding(sys.stdout), "replace"))

    def data(self, text: str) -> None:
        """Results for programs: UTF-8 whatever the terminal speaks, line ends untouched."""
        _write_bytes(sys.stdout, text.encode("utf-8"))

    def data_bytes(self, data: bytes) -> None:
        """A document as it is, whatever its encoding."""
        _write_bytes(sys.stdout, data)

    def talk(self, text: str) -> None:
        """What is good to know beside the results."""
        if not self.quiet:
            self.error(text)

    def error(self, text: str) -> None:
        """What must be known beside the results."""
        _write(sys.stderr, for_terminal(text))

    def progress(self, done: int, total: int, name: str) -> None:
        """How far long work is, on one line that is replaced; only for people who watch."""
        if self.quiet or total < PROGRESS_FROM or not sys.stderr.isatty():
            return
        columns = shutil.get_terminal_size().columns
        name = for_terminal(name)
        line = f"[{done}/{total}] {name}"[: max(columns - 1, 10)]
        _write(sys.stderr, f"\r\x1b[K{line}")
        sys.stderr.flush()
        self._progress = True

    def progress_ends(self) -> None:
        if self._progress:
            _write(sys.stderr, "\r\x1b[K")
            self._progress = False

    def width(self) -> int:
        """Columns for a table: those of the terminal within reason, 100 for a file."""
        if not sys.stdout.isatty():
            return 100
        return min(max(shutil.get_terminal_size().columns, 80), 100)


def _cube(hue: str) -> int:
    red, green, blue = (_step(int(hue[at : at + 2], 16)) for at in (1, 3, 5))
    return 16 + 36 * red + 6 * green + blue


def _step(part: int) -> int:
    distances = [abs(level - part) for level in _LEVELS]
    return distances.index(min(distances))


def _write_bytes(stream: TextIO, data: bytes) -> None:
    stream.flush()
    rest = memoryview(data)
    # Under PYTHONUNBUFFERED a write may take only a part, and says so only in its result.
    while rest:
        rest = rest[stream.buffer.write(rest) :]
    stream.buffer.flush()


def _write(stream: TextIO, text: str) -> None:
    stream.write(text.encode(_encoding(stream), "replace").decode(_encoding(stream)))


def _encoding(stream: TextIO) -> str:
    return stream.encoding or "utf-8"


def _shows_unicode(stream: TextIO) -> bool:
    try:
        "●◐○×·…".encode(_encoding(stream))
    except UnicodeEncodeError:
        return False
    return True


def _colored(stream: TextIO, choice: str) -> bool:
    """`--color` decides, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return os.environ["FORCE_COLOR"] != "0"
    return os.environ.get("TERM") != "dumb" and stream.isatty()
