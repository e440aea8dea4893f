"""Breaking text into lines of a width in columns.

Must not know what the text says.
"""

from __future__ import annotations

from nam56r_server.cli.output.width import pad, text_width, visible


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at spaces, and inside a word that is longer."""
    lines: list[str] = []
    line = ""
    for word in visible(" ".join(text.split())).split(" "):
        for piece in _pieces(word, width):
            joined = f"{line} {piece}" if line else piece
            if line and text_width(joined) > width:
                lines.append(line)
                line = piece
            else:
                line = joined
    return [*lines, line]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and text_width(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def labelled(label: str, text: str, label_width: int, width: int) -> list[str]:
    """Text beside a label, its further lines under its first."""
    first, *rest = wrapped(text, max(width - label_width - 2, 20))
    indent = " " * (label_width + 2)
    return [f"{pad(label, label_width)}  {first}", *(indent + line for line in rest)]
