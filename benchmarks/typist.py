"""What somebody does to a recipe who types: one character after the other, here and there.

At every place a word is typed and then taken back, so that the text is at the end what it was at
the beginning, and the places stay where they are. Must not know any server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recipes import Cursor, Recipe


@dataclass(frozen=True)
class Edit:
    """One change on one line: the columns from `start` to `end` become `text`."""

    line: int
    start: int
    end: int
    text: str

    def change(self) -> dict[str, object]:
        """The same as the protocol has it."""
        return {
            "range": {
                "start": {"line": self.line, "character": self.start},
                "end": {"line": self.line, "character": self.end},
            },
            "text": self.text,
        }


def typed(recipe: Recipe, letters: int) -> list[Edit]:
    """Edits that leave the text as it was: up to `letters` of each word typed, at all places in
    turn, and then taken back from the last one."""
    words = {where: word[:letters] for where, word in recipe.typing.items()}
    there = [edit for step in range(letters) for edit in _forward(words, step)]
    back = [edit for step in reversed(range(letters)) for edit in _backward(words, step)]
    return there + back


def _forward(words: dict[Cursor, str], step: int) -> Iterator[Edit]:
    for where, word in words.items():
        if step < len(word):
            at = where.column + step
            yield Edit(where.line, at, at, word[step])


def _backward(words: dict[Cursor, str], step: int) -> Iterator[Edit]:
    for where, word in words.items():
        if step < len(word):
            at = where.column + step
            yield Edit(where.line, at, at + 1, "")


def burst(recipe: Recipe, count: int) -> list[Edit]:
    """Edits that come faster than anybody types, as from a held key or a macro: in a comment."""
    where = next(iter(recipe.typing))
    return [Edit(where.line, where.column + n, where.column + n, "x") for n in range(count)]


def applied(text: str, edits: list[Edit]) -> str:
    """The text after edits."""
    lines = text.split("\n")
    for edit in edits:
        line = lines[edit.line]
        lines[edit.line] = line[: edit.start] + edit.text + line[edit.end :]
    return "\n".join(lines)
