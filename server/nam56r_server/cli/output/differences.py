"""What differs between a file on the disk and the one that would be written, as a unified diff.

Must not know what kind of file it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import diff_bytes, unified_diff
from os import fsencode

from nam56r_server.cli.console import Console, Style
from nam56r_server.cli.output.width import visible

NOTHING = "/dev/null"
_NO_LINE_END = b"\n\\ No newline at end of file\n"
"""As GNU diff and git write it, and as `patch` reads it."""


def patch(name: str, old: bytes | None, new: bytes) -> bytes:
    """From what is there (None: nothing) to what would be written, byte for byte, for `patch` and
    `git apply`."""
    name = _quoted(name)
    head = NOTHING if old is None else name
    lines = diff_bytes(
        unified_diff, _lines(old or b""), _lines(new), fsencode(head), fsencode(name)
    )
    return b"".join(_ended(line) for line in lines)


def shortened(difference: bytes, most: int | None) -> bytes:
    """The first lines of a patch, with a line that counts the rest; all of it without a limit."""
    lines = difference.splitlines(keepends=True)
    if most is None or len(lines) <= most:
        return difference
    rest = len(lines) - most
    return b"".join(lines[:most]) + f"... {rest} more lines; --full-diff shows all\n".encode()


def _quoted(name: str) -> str:
    """A name as git writes it: one with characters that are not printable in quotes, escaped, so
    that it cannot begin a line of its own."""
    if name.isprintable():
        return name
    escaped = "".join(
        char if char.isprintable() and char not in '"\\' else _octal(char) for char in name
    )
    return f'"{escaped}"'


def _octal(char: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape"))


def show(difference: bytes, console: Console) -> None:
    """A patch on standard output: as it is for programs, and for people with signs in place of
    what would steer their terminal."""
    if not console.is_terminal:
        console.data_bytes(difference)
        return
    # Only LF ends a line: a form feed in a recipe's name must not look like a line break.
    lines = difference.decode("utf-8", "replace").split("\n")
    console.out("\n".join(_painted(lines, console.out_style)))


def _lines(data: bytes) -> list[bytes]:
    *whole, rest = data.split(b"\n")
    lines = [line + b"\n" for line in whole]
    return [*lines, rest] if rest else lines


def _ended(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + _NO_LINE_END


def _painted(lines: list[str], style: Style) -> Iterator[str]:
    for line in lines:
        text = visible(line)
        color = {"-": "red", "+": "green", "@": "cyan"}.get(line[:1])
        if line.startswith(("--- ", "+++ ")):
            color = "bold"
        yield style.paint(text, color) if color else text
