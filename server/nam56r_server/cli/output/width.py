"""How many columns text takes on a terminal, and how text looks that could upset one.

Tabs become spaces; control and direction characters become visible signs, so that a recipe cannot
steer the terminal that shows it. Must not know what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category, east_asian_width

from nam56r_core.printable import visible_char

TAB_STOP = 4
_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_HANGUL_PARTS = range(0x1160, 0x1200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of a line as it is shown, and the columns it takes."""

    text: str
    width: int


def cells(line: str) -> list[Cell]:
    """One cell per character of a line without its ending."""
    found: list[Cell] = []
    column = 0
    before = ""
    for char in line:
        if char == "\t":
            cell = Cell(" " * (TAB_STOP - column % TAB_STOP), TAB_STOP - column % TAB_STOP)
        else:
            cell = Cell(visible_char(char), _columns(char, before))
        found.append(cell)
        column += cell.width
        before = char
    return found


def text_width(text: str) -> int:
    """Columns of a line of text."""
    return sum(cell.width for cell in cells(text))


def visible(text: str) -> str:
    """Text with signs in place of the characters that steer a terminal; line breaks stay."""
    return "".join(char if char == "\n" else visible_char(char) for char in text)


def pad(text: str, width: int) -> str:
    """Text with spaces up to a number of columns."""
    return text + " " * (width - text_width(text))


def _columns(char: str, before: str) -> int:
    code = ord(char)
    if visible_char(char) != char:
        return 1
    if char == _EMOJI_STYLE:
        # It turns a narrow sign before it into an emoji of two columns.
        narrow = before and category(before) == "So" and east_asian_width(before) not in "WF"
        return 1 if narrow else 0
    if before == _ZERO_WIDTH_JOINER or (code in _SKIN_TONES and before):
        return 0
    if (category(char) in ("Mn", "Me", "Cf") and char != "\u00ad") or code in _HANGUL_PARTS:
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
