"""What a layer *is*, apart from any alphabet.

Authored letters and Megatron symbols both translate to and from `LayerKind`, so no table in this
project maps characters to characters: the same character means different things on the two sides
(`D` is Gated DeltaNet in a recipe and DeepSeek sparse attention in Megatron from 0.18).
Must not know any release.
"""

from __future__ import annotations

from enum import Enum


class _Word(Enum):
    """Members are themselves and nothing else, so they are hashed as objects are: Python's own way
    is a call, which a plan would make hundreds of times."""

    __hash__ = object.__hash__


class Family(_Word):
    """The role of a layer, as an author counts them; the values are the plan's `expanded_roles`."""

    ATTENTION = "attention"
    MOE = "moe"
    MAMBA = "mamba"
    RECURRENT_TAIL = "recurrent_tail"
    GATED_DELTA_NET = "gated_delta_net"
    UNKNOWN = "unknown"


class LayerKind(_Word):
    """What exactly a layer computes; the values are the words used in catalogs."""

    SELF_ATTENTION = "self-attention"
    MLA = "mla"
    SPARSE_ATTENTION = "sparse-attention"
    MLP = "mlp"
    MOE = "moe"
    MAMBA2 = "mamba2"
    MAMBA3 = "mamba3"
    M2RNN = "m2rnn"
    GATED_DELTA_NET = "gated-delta-net"


LATENT_KINDS = frozenset({LayerKind.MLA, LayerKind.SPARSE_ATTENTION})
"""Attention that is configured as MLA: sparse attention is built on it."""


class Status(_Word):
    """Whether a target builds a layer: `NATIVE` from its own symbol and flags, `CUSTOM` only
    through a seam that the recipe declares, `BLOCKED` neither."""

    NATIVE = "native"
    CUSTOM = "custom"
    BLOCKED = "blocked"


LETTER_FAMILY: dict[str, Family] = {
    "A": Family.ATTENTION,
    "E": Family.MOE,
    "M": Family.MAMBA,
    "R": Family.RECURRENT_TAIL,
    "G": Family.GATED_DELTA_NET,
    "D": Family.GATED_DELTA_NET,
}
"""The authored alphabet. `C` is a scope name in prose and `|` a stage break: neither is a layer."""

SECTION_OF: dict[Family, str] = {
    family: next(letter for letter, its_family in LETTER_FAMILY.items() if its_family is family)
    for family in LETTER_FAMILY.values()
}
"""The section of a recipe that configures a family, named like its first letter."""

LETTER_OF: dict[LayerKind, str] = {
    LayerKind.SELF_ATTENTION: "A",
    LayerKind.MLA: "A",
    LayerKind.SPARSE_ATTENTION: "A",
    LayerKind.MOE: "E",
    LayerKind.MAMBA2: "M",
    LayerKind.MAMBA3: "M",
    LayerKind.M2RNN: "R",
    LayerKind.GATED_DELTA_NET: "G",
}
"""The letter that authors write for a kind of layer; a dense MLP has none."""


def section_of_letter(letter: str) -> str | None:
    """The section that configures a letter: its own, and `G` for `D`; None for no letter."""
    family = LETTER_FAMILY.get(letter)
    return None if family is None else SECTION_OF[family]


def letters_of_section(section: str) -> tuple[str, ...]:
    """The letters that a section configures; empty for a section that is of no letter."""
    return tuple(letter for letter in LETTER_FAMILY if section_of_letter(letter) == section)
