"""Somebody who types without end: random edits as editors send them, and the text that they leave,
kept by rules of its own and none of the tested code.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

LARGEST = 2**31 - 1

# The protocol's ends of lines, and those of no other standard.
_END = re.compile(r"\r\n|\n|\r")
_HALF = re.compile("[\ud800-\udfff]")

_WIDTHS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda char: len(char.encode()),
    "utf-16": lambda char: 2 if char > "\uffff" else 1,
    "utf-32": lambda char: 1,
}

PIECES = (
    "A",
    "E",
    "M",
    "r",
    "|",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\x0c",
    "\x0b",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\x00",
    "é",
    "🐍",
    "👩‍🔬",
    "\ud83d",
    "\udc0d",
    "e\u0301",
    ":",
    ": ",
    "- ",
    "#",
    "'",
    '"',
    "{",
    "]",
    "&a ",
    "depth: 4\n",
    "pattern: AEMR\r\n",
    "E: {num_experts: 8}\n",
    "# nam56r: ignore[",
    "extends: base.nam56r.yaml\n",
)


@dataclass(frozen=True)
class Place:
    line: float
    character: float

    def wire(self) -> dict[str, float]:
        return {"line": self.line, "character": self.character}


@dataclass(frozen=True)
class Edit:
    """New text in place of a range, or of everything where `start` is None."""

    start: Place | None
    end: Place | None
    text: str

    def wire(self) -> dict[str, Any]:
        if self.start is None or self.end is None:
            return {"text": self.text}
        return {"range": {"start": self.start.wire(), "end": self.end.wire()}, "text": self.text}


def _as_sent(edit: Edit) -> Edit:
    """JSON joins two halves that meet to one character."""
    return replace(edit, text=json.loads(json.dumps(edit.text)))


@dataclass
class Text:
    """A text that edits are applied to, in one unit of columns."""

    encoding: str
    text: str = ""

    def apply(self, edit: Edit) -> None:
        new = _HALF.sub("\ufffd", edit.text)
        if edit.start is None or edit.end is None:
            self.text = new
            return
        start, end = self.index(edit.start), self.index(edit.end)
        self.text = self.text[:start] + new + self.text[end:]

    def index(self, place: Place) -> int:
        """The character at a place. Lines and columns outside are, each for itself, the nearest
        that there are; a column inside a character is that of the character."""
        lines = self.lines()
        if place.line >= len(lines):
            return len(self.text)
        begin, end = lines[int(place.line)]
        width = _WIDTHS[self.encoding]
        column = 0
        for index in range(begin, end):
            column += width(self.text[index])
            if column > place.character:
                return index
        return end

    def lines(self) -> list[tuple[int, int]]:
        """Begin and end of each line, without what ends it."""
        found, begin = [], 0
        for end in _END.finditer(self.text):
            found.append((begin, end.start()))
            begin = end.end()
        return [*found, (begin, len(self.text))]

    def place(self, index: int) -> Place:
        """Where a character is, as an editor says it."""
        before = list(_END.finditer(self.text, 0, index))
        begin = before[-1].end() if before else 0
        width = _WIDTHS[self.encoding]
        return Place(len(before), sum(map(width, self.text[begin:index])))


@dataclass
class Typist:
    """Makes edits of a text, and applies them to it."""

    text: Text
    rng: random.Random
    origin: str
    """What the text is set back to now and then."""
    largest: int = 20_000
    _undo: list[str] = field(default_factory=list)

    def edits(self) -> Iterator[Edit]:
        while True:
            before = self.text.text
            edit = _as_sent(self._edit())
            self.text.apply(edit)
            if self.rng.random() < 0.3:
                self._undo = [*self._undo[-9:], before]
            yield edit

    def _edit(self) -> Edit:
        kinds = (self._type,) * 8 + (
            self._delete,
            self._delete,
            self._replace,
            self._paste,
            self._take_back,
            self._across_ends,
            self._absurd,
            self._between_units,
        )
        if len(self.text.text) > self.largest or self.rng.random() < 0.004:
            return Edit(None, None, self.origin)
        return self.rng.choice(kinds)()

    def _type(self) -> Edit:
        place = self._somewhere()
        return Edit(place, place, self.rng.choice(PIECES))

    def _delete(self) -> Edit:
        start = self.rng.randint(0, len(self.text.text))
        end = min(len(self.text.text), start + self.rng.choice((1, 1, 2, 5, 40, 400)))
        return Edit(self.text.place(start), self.text.place(end), "")

    def _replace(self) -> Edit:
        edit = self._delete()
        return Edit(edit.start, edit.end, "".join(self.rng.choices(PIECES, k=5)))

    def _paste(self) -> Edit:
        place = self._somewhere()
        block = "".join(self.rng.choices(PIECES, k=self.rng.choice((50, 500))))
        return Edit(place, place, block)

    def _take_back(self) -> Edit:
        """An earlier text again, by an edit of what differs."""
        if not self._undo:
            return self._type()
        now, then = self.text.text, self.rng.choice(self._undo)
        first = next(
            (i for i, (a, b) in enumerate(zip(now, then, strict=False)) if a != b),
            min(len(now), len(then)),
        )
        last = next(
            (
                i
                for i, (a, b) in enumerate(zip(now[::-1], then[::-1], strict=False))
                if a != b or i >= min(len(now), len(then)) - first
            ),
            min(len(now), len(then)) - first,
        )
        if first and now[first - 1] == "\r":
            first -= 1  # no place is between CR and LF
        if last and now[len(now) - last :][:1] == "\n":
            last -= 1
        start, end = self.text.place(first), self.text.place(len(now) - last)
        return Edit(start, end, then[first : len(then) - last])

    def _across_ends(self) -> Edit:
        """From one line into the next, or onto the end of one: CR and LF are joined and parted."""
        lines = len(self.text.lines())
        line = self.rng.randrange(lines)
        start = Place(line, LARGEST)
        end = self.rng.choice((start, Place(line + 1, 0)))
        return Edit(start, end, self.rng.choice(("", "\r", "\n", "\r\n", "x", "\n\r")))

    def _absurd(self) -> Edit:
        """Lines and columns far behind the last ones."""
        numbers = (0, 1, 7, LARGEST, 2**31, 2**63, 1e308)
        start, end = sorted(
            (Place(self.rng.choice(numbers), self.rng.choice(numbers)) for _ in range(2)),
            key=lambda place: (place.line, place.character),
        )
        if self.rng.random() < 0.8:
            end = start
        return Edit(start, end, self.rng.choice(PIECES))

    def _between_units(self) -> Edit:
        """Any column of a line, also inside a character."""
        line = self.rng.randrange(len(self.text.lines()))
        place = Place(line, self.rng.randint(0, 60))
        return Edit(place, place, self.rng.choice(PIECES))

    def _somewhere(self) -> Place:
        return self.text.place(self.rng.randint(0, len(self.text.text)))
