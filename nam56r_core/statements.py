"""What is said to people, together with what it rests on, by which it is known again.

Must not know what it says, nor where it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or a part of one: two with the same `about` say the same, whatever the `words`.

    The words may name the release that they are said of; it is no part of `about`.
    """

    words: str = field(compare=False)
    about: tuple[str | int | None, ...]

    def __str__(self) -> str:
        return self.words


def said(words: str, *about: str | int | None) -> Statement:
    """A statement about the given values; without any, about its own words."""
    return Statement(words, about or (words,))
