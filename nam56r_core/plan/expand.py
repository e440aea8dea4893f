"""Tiling: from the authored letters to one slot per layer.

Must not know any target, nor what a letter stands for.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.syntax.pattern import AuthoredLetter, AuthoredPattern


@dataclass(frozen=True, slots=True)
class Expansion:
    """One authored letter per layer, first layer first.

    `expected` is the depth that was asked for; it differs from the number of slots only when a
    pattern with stage breaks does not hold exactly `depth` letters.
    """

    slots: tuple[AuthoredLetter, ...]
    expected: int

    @property
    def fits(self) -> bool:
        return len(self.slots) == self.expected


def expand(pattern: AuthoredPattern, depth: int) -> Expansion:
    """Tile a pattern cyclically to `depth` layers.

    With stage breaks the letters stand for themselves: they are never tiled and never cut.
    """
    letters = pattern.letters
    if pattern.breaks or not letters:
        return Expansion(letters, depth)
    return Expansion((letters * (depth // len(letters) + 1))[:depth], depth)
