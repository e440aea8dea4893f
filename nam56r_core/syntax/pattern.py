"""The pattern mini language: which letters an author wrote, and where each one stands.

    pattern  = segment *( stage-break segment ) [ suffix ]
    segment  = *letter
    suffix   = part-break *character

Every other character counts as one letter, known or not, so that the layers after a slip keep
their numbers. A suffix holds no layer of the stack: it is how Megatron's own patterns go on. The
alphabet says which characters are the breaks (`|` and `/` in a recipe). Must not know any release,
nor what a letter becomes.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.alphabet import AUTHORED, Alphabet
from nam56r_core.diagnostics import Location
from nam56r_core.syntax.tree import ScalarNode
from nam56r_core.text import TextRange

STAGE_BREAK = "|"
PART_BREAK = "/"
"""The breaks of the authored alphabet."""


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
class Suffix:
    """What stands behind the stack, from the first `/` to the end."""

    text: str
    location: Location

    @property
    def parts(self) -> tuple[str, ...]:
        """The text behind each part break, which is the first character."""
        return tuple(self.text.split(self.text[0])[1:])


@dataclass(frozen=True, slots=True)
class AuthoredPattern:
    """A pattern as written, and the alphabet that it was read with. `location` is the whole value;
    the letters are those of the stack."""

    text: str
    letters: tuple[AuthoredLetter, ...]
    breaks: tuple[StageBreak, ...]
    location: Location
    suffix: Suffix | None = None
    alphabet: Alphabet = AUTHORED


def read_pattern(value: ScalarNode, alphabet: Alphabet = AUTHORED) -> AuthoredPattern:
    """Take a string scalar apart; any string is a pattern, an empty one has no letters."""
    text = str(value.value)
    letters: list[AuthoredLetter] = []
    breaks: list[StageBreak] = []
    suffix: Suffix | None = None
    for index, char in enumerate(text):
        where = value.char_location(index)
        if char == alphabet.part_break:
            suffix = _suffix(value, text, index)
            break
        if char == alphabet.stage_break:
            breaks.append(StageBreak(len(letters), where))
        else:
            letters.append(AuthoredLetter(char, len(letters) + 1, where))
    where = value.location
    return AuthoredPattern(text, tuple(letters), tuple(breaks), where, suffix, alphabet)


def _suffix(value: ScalarNode, text: str, index: int) -> Suffix:
    written = text[index:].rstrip()
    start, end = value.char_location(index), value.char_location(index + len(written) - 1)
    where = TextRange(start.range.start, end.range.end)
    return Suffix(written, Location(start.source, where))
