"""Alphabets: what each character of a pattern stands for.

The authored alphabet names families, and the settings of the recipe decide what exactly a layer
is. The alphabet of a target names kinds. A pattern carries the alphabet that it was read with.
Must not know any release, nor what a recipe sets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from nam56r_core.layers import SECTION_OF, Family, LayerKind


@dataclass(frozen=True, eq=False)
class Alphabet:
    """The characters that name layers, with their families, and those that part a pattern.

    `kinds` has the characters that stand for one kind of layer whatever the recipe sets.
    `letters` has the character that is written for a kind, where there is one. `stage_break` and
    `part_break` are None where the alphabet has no such separator.
    """

    families: Mapping[str, Family]
    letters: Mapping[LayerKind, str]
    kinds: Mapping[str, LayerKind] = field(default_factory=dict)
    stage_break: str | None = "|"
    part_break: str | None = "/"

    def __contains__(self, char: str) -> bool:
        return char in self.families

    def __iter__(self) -> Iterator[str]:
        return iter(self.families)

    def family(self, char: str) -> Family:
        """The family of the layers that a character names; `UNKNOWN` for any other character."""
        return self.families.get(char, Family.UNKNOWN)

    def section(self, char: str) -> str | None:
        """The recipe section that configures the layers of a character: `G` for `D`."""
        return SECTION_OF.get(self.family(char))

    def of_section(self, section: str) -> tuple[str, ...]:
        """The characters whose layers a section configures; empty for a section of no layer."""
        return tuple(char for char in self if self.section(char) == section)

    def of_families(self, families: Collection[Family]) -> tuple[str, ...]:
        """The characters that name layers of some families."""
        return tuple(char for char, family in self.families.items() if family in families)


AUTHORED = Alphabet(
    families={
        "A": Family.ATTENTION,
        "E": Family.MOE,
        "M": Family.MAMBA,
        "R": Family.RECURRENT_TAIL,
        "G": Family.GATED_DELTA_NET,
        "D": Family.GATED_DELTA_NET,
    },
    letters={
        LayerKind.SELF_ATTENTION: "A",
        LayerKind.MLA: "A",
        LayerKind.SPARSE_ATTENTION: "A",
        LayerKind.MOE: "E",
        LayerKind.MAMBA2: "M",
        LayerKind.MAMBA3: "M",
        LayerKind.M2RNN: "R",
        LayerKind.GATED_DELTA_NET: "G",
    },
)
"""The letters of recipes. `C` is a scope name in prose, not a layer; a dense MLP has no letter."""
