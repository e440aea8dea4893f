"""How the letters of a text look on a terminal's screen, read from what tmux captured.

    looks.py BEFORE LETTERS < SCREEN

Prints one line per letter of the first place where LETTERS stand right behind BEFORE: its shape in
words and its colour as the control sequence has it (`M italic+underline 38;5;36`, `plain` for no
shape). Ends with 1 when the text is not there.
"""

from __future__ import annotations

import re
import sys

_PARTS = re.compile(r"\x1b\[([0-9;:]*)m|\x1b[()][A-Z0-9]|([^\x1b])")
_SHAPES = {"1": "bold", "3": "italic", "4": "underline", "7": "reverse", "9": "strikethrough"}
_OFF = {"22": "1", "23": "3", "24": "4", "27": "7"}


def styled(line: str) -> list[tuple[str, frozenset[str]]]:
    """Each character with the attributes that hold for it."""
    cells: list[tuple[str, frozenset[str]]] = []
    now: dict[str, str] = {}  # by the code that sets an attribute: the whole of what was set
    for codes, char in _PARTS.findall(line):
        if char:
            cells.append((char, frozenset(now.values())))
        else:
            _apply(now, codes)
    return cells


def _apply(now: dict[str, str], codes: str) -> None:
    words = codes.split(";") if codes else ["0"]
    while words:
        word = words.pop(0)
        if word in ("", "0"):
            now.clear()
        elif word in ("38", "48", "58"):
            take = 4 if words[0] == "2" else 2
            now[word] = ";".join([word, *words[:take]])
            del words[:take]
        elif word in ("39", "49", "59"):
            now.pop(str(int(word) - 1), None)
        elif word in _OFF:
            now.pop(_OFF[word], None)
        elif 30 <= int(word.split(":")[0]) <= 37 or 90 <= int(word.split(":")[0]) <= 97:
            now["38"] = f"38;{word}"
        else:
            kind = word.split(":")[0]  # `4:3` is a kind of underline
            now[kind] = kind


def main(before: str, letters: str) -> int:
    for line in sys.stdin.read().splitlines():
        cells = styled(line)
        at = "".join(char for char, _ in cells).find(before + letters)
        if at < 0:
            continue
        start = at + len(before)
        for char, look in cells[start : start + len(letters)]:
            shape = "+".join(name for code, name in _SHAPES.items() if code in look)
            colour = next((part for part in look if part.startswith("38;")), "none")
            sys.stdout.write(f"{char} {shape or 'plain'} {colour}\n")
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
