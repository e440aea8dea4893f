"""What differs between a file on the disk and the one that would be written, as a unified diff.

Must not know what kind of file it is.
"""

from __future__ import annotations

from difflib import unified_diff

from nam56r_server.cli.console import Style
from nam56r_server.cli.output.width import visible

NOTHING = "/dev/null"


def difference(name: str, old: bytes | None, new: bytes, style: Style) -> str:
    """From what is there (None: nothing) to what would be written."""
    before, after = _lines(old or b""), _lines(new)
    head = NOTHING if old is None else name
    lines = list(unified_diff(before, after, head, name, lineterm=""))
    if not lines:
        # The same lines, but not the same bytes: line ends, or bytes that are not UTF-8.
        lines = [f"--- {head}", f"+++ {name}", "@@ the line ends or the encoding differ @@"]
    return "".join(_painted(line, style) + "\n" for line in lines)


def _lines(data: bytes) -> list[str]:
    # Only LF ends a line: a form feed in a recipe's name must not look like a line break.
    lines = data.decode("utf-8", "replace").split("\n")
    if lines[-1] == "":
        return lines[:-1]
    return [*lines[:-1], lines[-1] + " (no newline at the end of the file)"]


def _painted(line: str, style: Style) -> str:
    text = visible(line)
    if line.startswith(("---", "+++")):
        return style.paint(text, "bold")
    color = {"-": "red", "+": "green", "@": "cyan"}.get(line[:1])
    return style.paint(text, color) if color else text
