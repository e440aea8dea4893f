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
    MLP = "mlp"
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


FAMILY_OF: dict[LayerKind, Family] = {
    LayerKind.SELF_ATTENTION: Family.ATTENTION,
    LayerKind.MLA: Family.ATTENTION,
    LayerKind.SPARSE_ATTENTION: Family.ATTENTION,
    LayerKind.MLP: Family.MLP,
    LayerKind.MOE: Family.MOE,
    LayerKind.MAMBA2: Family.MAMBA,
    LayerKind.MAMBA3: Family.MAMBA,
    LayerKind.M2RNN: Family.RECURRENT_TAIL,
    LayerKind.GATED_DELTA_NET: Family.GATED_DELTA_NET,
}
"""The family of each kind of layer."""

SECTION_OF: dict[Family, str] = {
    Family.ATTENTION: "A",
    Family.MOE: "E",
    Family.MAMBA: "M",
    Family.RECURRENT_TAIL: "R",
    Family.GATED_DELTA_NET: "G",
}
"""The section of a recipe that configures a family; a dense MLP has none of its own."""

FAMILY_OF_SECTION: dict[str, Family] = {section: family for family, section in SECTION_OF.items()}
"""The family that a section of a recipe configures."""
