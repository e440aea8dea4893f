"""Features outside the letters: where each belongs, and what the author placed where.

No release has an emitter for any of them in a hybrid run, so each is a seam.
Must not know any target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nam56r_core.layers import Family
from nam56r_core.plan.model import Placement, SeamPoint
from nam56r_core.recipe.model import Features, Recipe


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """`families` are the layers it may sit on (none: it is not placed on layers)."""

    name: str
    title: str
    point: SeamPoint
    families: tuple[Family, ...]
    remark: str


FEATURES: tuple[FeatureKind, ...] = (
    FeatureKind(
        "engram",
        "Engram n-gram memory",
        SeamPoint.LAYER_PATCH,
        (Family.ATTENTION,),
        "no Megatron-LM release builds it",
    ),
    FeatureKind(
        "ngram_hash",
        "n-gram hash embedding",
        SeamPoint.EMBEDDING,
        (),
        "it sits before the stack; no Megatron-LM release builds it",
    ),
    FeatureKind(
        "mhc",
        "hyper-connections (mHC)",
        SeamPoint.LAYER_PATCH,
        (Family.ATTENTION,),
        "`--enable-mhc-connections` (main) is for the homogeneous transformer block, hybrid layers "
        "refuse it",
    ),
    FeatureKind(
        "mod",
        "mixture of depths (MoD)",
        SeamPoint.LAYER_PATCH,
        (Family.MOE,),
        "no Megatron-LM release builds it",
    ),
    FeatureKind(
        "moda",
        "mixture-of-depths attention (MoDA)",
        SeamPoint.LAYER_PATCH,
        (),
        "no Megatron-LM release builds it",
    ),
    FeatureKind(
        "structure",
        "structure embeddings",
        SeamPoint.DATA_PATH,
        (),
        "its embeddings come through the data path; no Megatron-LM release feeds them",
    ),
    FeatureKind(
        "fim",
        "fill in the middle (FIM)",
        SeamPoint.DATA_PATH,
        (),
        "the hybrid entry script accepts `--fim-…` and trains without it; only pretrain_gpt.py "
        "reads it",
    ),
)
"""Every feature of the schema, in the schema's order."""


def requested(features: Features | None, kind: FeatureKind) -> bool:
    """Whether a recipe asks for a feature: its section is there and not switched off."""
    section = getattr(features, kind.name, None) if features else None
    return section is not None and getattr(section, "enabled", True) is not False


def place(recipe: Recipe, families: Sequence[Family]) -> tuple[Placement, ...]:
    """Where every requested feature with layers sits; `families` has one entry per layer."""
    found = []
    for kind in FEATURES:
        section = getattr(recipe.features, kind.name, None) if recipe.features else None
        indices = getattr(section, "layer_indices", None) or []
        if not kind.families or not indices:
            continue
        beyond = tuple(index for index in indices if index >= len(families))
        misplaced = tuple(
            index
            for index in indices
            if index < len(families) and families[index] not in kind.families
        )
        found.append(Placement(kind.name, kind.families, tuple(indices), beyond, misplaced))
    return tuple(found)
