"""The pattern mini language: which letters an author wrote, and where each one stands.

    pattern  = segment *( "|" segment )
    segment  = *letter

Every character that is not `|` counts as one letter, known or not, so that the layers after a
slip keep their numbers. Must not know any release, nor what a letter becomes.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.diagnostics import Location
from nam56r_core.syntax.nodes import Scalar

STAGE_BREAK = "|"


@dataclass(frozen=True, slots=True)
class AuthoredLetter:
    """One letter as written; `letter_number` counts letters from 1, stage breaks not counted."""

    text: str
    letter_number: int
    location: Location


@dataclass(frozen=True, slots=True)
class StageBreak:
    """One `|`; `letters_before` is how many letters stand left of it."""

    letters_before: int
    location: Location


@dataclass(frozen=True, slots=True)
class AuthoredPattern:
    """A pattern as written. `location` is the whole value."""

    text: str
    letters: tuple[AuthoredLetter, ...]
    breaks: tuple[StageBreak, ...]
    location: Location


def read_pattern(value: Scalar) -> AuthoredPattern:
    """Take a string scalar apart; any string is a pattern, an empty one has no letters."""
    text = str(value.value)
    letters: list[AuthoredLetter] = []
    breaks: list[StageBreak] = []
    for index, char in enumerate(text):
        where = value.char_location(index)
        if char == STAGE_BREAK:
            breaks.append(StageBreak(len(letters), where))
        else:
            letters.append(AuthoredLetter(char, len(letters) + 1, where))
    return AuthoredPattern(text, tuple(letters), tuple(breaks), value.location)
