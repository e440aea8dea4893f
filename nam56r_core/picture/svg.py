"""Writing SVG: escaped text, shapes with fixed number formats, text cut to a width.

No ids and no references between elements, so that several pictures may stand in one page.
Must not know what is drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate
from unicodedata import east_asian_width

from nam56r_core.printable import visible_char

Number = int | float
Attributes = Mapping[str, str | Number]

_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}

_CAPITAL = 1.3
SANS, BOLD = 0.56, 0.6
"""Width of an average character, in font sizes; wide enough for the fonts that readers have."""


def escape(text: str) -> str:
    """Text for an element or an attribute in double quotes.

    What XML cannot hold, or what would turn the direction of the words beside it, becomes a sign.
    """
    return "".join(_NAMED.get(char) or _sign(char) for char in text)


def _sign(char: str) -> str:
    return "\ufffd" if ord(char) & 0xFFFE == 0xFFFE else visible_char(char)


def text_width(text: str, size: Number, average: float) -> float:
    """About how wide a line is, in the units of `size`; never told too small by much."""
    return sum(_advances(text, average)) * size


def _advances(text: str, average: float) -> Iterator[float]:
    """The width of each character, in font sizes."""
    return (_char_width(char, average) for char in text)


def _char_width(char: str, average: float) -> float:
    """Patterns are capitals only, which the average of sentences is too narrow for."""
    if east_asian_width(char) in "WF":
        return 1.0
    return average * _CAPITAL if char.isupper() else average


def shortened(text: str, width: Number, size: Number, average: float) -> str:
    """Text that fits a width, cut with `…` if it must be."""
    text = " ".join(text.split())
    if text_width(text, size, average) <= width:
        return text
    ends = list(accumulate(_advances(text, average)))
    left = width / size - text_width("…", 1, average)
    return text[: bisect_right(ends, left)].rstrip() + "…"


def lines_of(text: str, width: Number, size: Number, average: float, most: int) -> list[str]:
    """Text broken at spaces into at most `most` lines; the last is cut if there is more. A word
    that is longer than a line is broken anywhere."""
    words = [part for word in text.split() for part in _parts(word, width, size, average, most)]
    lines: list[str] = []
    first = 0
    while first < len(words) and len(lines) < most - 1:
        end, reached = first + 1, text_width(words[first], size, average)
        while end < len(words):
            reached += text_width(f" {words[end]}", size, average)
            if reached > width:
                break
            end += 1
        lines.append(shortened(" ".join(words[first:end]), width, size, average))
        first = end
    if first < len(words):
        lines.append(shortened(" ".join(words[first:]), width, size, average))
    return lines


def _parts(word: str, width: Number, size: Number, average: float, most: int) -> Iterator[str]:
    """A word in pieces that fit; what follows so many is one piece, which is cut elsewhere."""
    for _ in range(most):
        if text_width(word, size, average) <= width:
            break
        fitting = 1
        while text_width(word[: fitting + 1], size, average) <= width:
            fitting += 1
        yield word[:fitting]
        word = word[fitting:]
    yield word


def number(value: Number) -> str:
    """At most two decimals, none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Canvas:
    """Elements in the order in which they are painted, one on a line."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 1

    def add(self, name: str, attributes: Attributes, text: str | None = None) -> None:
        """One element; `text` is escaped here."""
        head = f"<{name}{_written(attributes)}"
        end = "/>" if text is None else f">{escape(text)}</{name}>"
        self._lines.append("  " * self._depth + head + end)

    @contextmanager
    def group(self, attributes: Attributes) -> Iterator[None]:
        """Elements inside a `g`."""
        self._lines.append("  " * self._depth + f"<g{_written(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._lines.append("  " * self._depth + "</g>")

    def text(self, x: Number, y: Number, content: str, kind: str) -> None:
        """A line of text on its baseline; `kind` are CSS classes."""
        self.add("text", {"class": kind, "x": x, "y": y}, content)

    def document(self, width: int, height: int, *, title: str, description: str, style: str) -> str:
        """The whole file; a reader that shows no pictures tells the title and the description."""
        head: Attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "nam56r",
            "role": "img",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": width,
            "height": height,
        }
        paper = {"x": 0.5, "y": 0.5, "width": width - 1, "height": height - 1, "rx": 8}
        lines = [
            f"<svg{_written(head)}>",
            f"  <title>{escape(title)}</title>",
            f"  <desc>{escape(description)}</desc>",
            f"  <style>\n{style}  </style>",
            f"  <rect{_written({'class': 'paper frame', **paper})}/>",
            *self._lines,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def _written(attributes: Attributes) -> str:
    return "".join(
        f' {name}="{escape(value) if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
    )
