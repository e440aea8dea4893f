"""A terminal's screen, as tmux captured it, as a picture (SVG).

terminal_picture.py < SCREEN > PICTURE
"""

from __future__ import annotations

import sys
from itertools import groupby
from xml.sax.saxutils import escape

from looks import styled

WIDE, HIGH, SIZE, MARGIN = 8.43, 18, 14, 12
GROUND, INK = "#14161b", "#e0e2ea"
DARK_8 = ("#07080d", "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#eef1f8")
FIRST_16 = (*DARK_8, "#4f5258", *DARK_8[1:])
STEPS = (0, 95, 135, 175, 215, 255)

NO_BREAK = "\u00a0"
"""Two spaces side by side are one in a picture."""

Look = frozenset[str]


def colour(code: str) -> str:
    """What `38;5;74`, `38;2;1;2;3` or `38;31` stands for."""
    numbers = [int(word) for word in code.split(";")[1:]]
    match numbers:
        case [2, red, green, blue]:
            return f"#{red:02x}{green:02x}{blue:02x}"
        case [5, number] if number < 16:
            return FIRST_16[number]
        case [5, number] if number < 232:
            number -= 16
            parts = (STEPS[number // 36], STEPS[number // 6 % 6], STEPS[number % 6])
            return "#{:02x}{:02x}{:02x}".format(*parts)
        case [5, number]:
            return "#{0:02x}{0:02x}{0:02x}".format(8 + 10 * (number - 232))
        case [number, *_]:
            return FIRST_16[number % 10 + (8 if number >= 90 else 0)]
    return INK


def colours(look: Look) -> tuple[str, str]:
    """Those of the letters and of the ground behind them."""
    ink = next((colour(code) for code in look if code.startswith("38;")), INK)
    ground = next((colour(code) for code in look if code.startswith("48;")), GROUND)
    return (ground, ink) if "7" in look else (ink, ground)


def attributes(look: Look, ink: str) -> str:
    found = f' fill="{ink}"'
    if "1" in look:
        found += ' font-weight="bold"'
    if "3" in look:
        found += ' font-style="italic"'
    if "4" in look:
        found += ' text-decoration="underline"'
    return found


def picture(screen: str) -> str:
    rows = [styled(line) for line in screen.rstrip("\n").split("\n")]
    width = max(len(row) for row in rows) * WIDE + 2 * MARGIN
    height = len(rows) * HIGH + 2 * MARGIN
    grounds, texts = [], []
    for number, row in enumerate(rows):
        top = MARGIN + number * HIGH
        column = 0
        for look, cells in groupby(row, key=lambda cell: cell[1]):
            text = "".join(char for char, _ in cells)
            left, length = MARGIN + column * WIDE, len(text) * WIDE
            column += len(text)
            ink, ground = colours(look)
            if ground != GROUND:
                grounds.append(
                    f'<rect x="{left:.1f}" y="{top}" width="{length:.1f}" height="{HIGH}" '
                    f'fill="{ground}"/>'
                )
            if text.strip():
                texts.append(
                    f'<text x="{left:.1f}" y="{top + 13}" textLength="{length:.1f}"'
                    f"{attributes(look, ink)}>{escape(text).replace(' ', NO_BREAK)}</text>"
                )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" '
            f'font-family="DejaVu Sans Mono, monospace" font-size="{SIZE}">',
            f'<rect width="100%" height="100%" rx="6" fill="{GROUND}"/>',
            *grounds,
            *texts,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(picture(sys.stdin.read()))
