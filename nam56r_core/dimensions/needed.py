"""The dimensions that the layers of a plan read.

Only these are worth reporting when a recipe leaves them out: a default of Megatron that no layer
of the model reads changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.layers import LATENT_KINDS, Family, LayerKind
from nam56r_core.plan.model import Plan
from nam56r_core.recipe.model import Recipe
from nam56r_core.targets.catalog import Catalog

REQUIRED: tuple[Path, ...] = (
    ("model", "hidden_size"),
    ("model", "num_attention_heads"),
    ("model", "max_position_embeddings"),
    ("data", "seq_length"),
    ("training", "micro_batch_size"),
)
"""Validation fails without these (0.12.3 arguments.py:429, 672 and 702, 0.19.0:675, 1274 and
1310)."""

VOCABULARY: Path = ("model", "vocab_size")
POSITIONS: Path = ("model", "position_embedding_type")
EXPERTS: tuple[Path, ...] = (("E", "moe_router_topk"), ("E", "moe_ffn_hidden_size"))
MAMBA: tuple[Path, ...] = (
    ("M", "mamba_head_dim"),
    ("M", "mamba_state_dim"),
    ("M", "mamba_num_groups"),
)
DELTA_NET: tuple[Path, ...] = (
    ("G", "linear_key_head_dim"),
    ("G", "linear_value_head_dim"),
    ("G", "linear_num_key_heads"),
    ("G", "linear_num_value_heads"),
)
LATENT: tuple[Path, ...] = (
    ("A", "kv_lora_rank"),
    ("A", "qk_head_dim"),
    ("A", "qk_pos_emb_head_dim"),
    ("A", "v_head_dim"),
)
DENSE: Path = ("model", "ffn_hidden_size")
ROPE: Path = ("model", "rope_type")


def needed(plan: Plan, recipe: Recipe, catalog: Catalog | None, latent: bool) -> Iterator[Path]:
    """The dimensions with a default that a plan reads, in the order of the schema's sections.

    `latent` tells whether the sizes of latent attention count.
    """
    in_mtp = plan.mtp.kinds
    yield POSITIONS
    if LayerKind.MLP in in_mtp:
        yield DENSE
    if latent and _rotates(recipe) and catalog is not None and catalog.flag("--rope-type"):
        yield ROPE
    moe = Family.MOE in plan.families or LayerKind.MOE in in_mtp
    if moe and recipe.E and recipe.E.num_experts:
        yield from EXPERTS
    if (Family.MAMBA in plan.families and recipe.M) or LayerKind.MAMBA2 in in_mtp:
        yield from MAMBA
    if LayerKind.GATED_DELTA_NET in plan.own_kinds:
        yield from DELTA_NET
    if latent:
        yield from LATENT


def asks_for_latent(plan: Plan) -> bool:
    """Whether a layer or an MTP part is latent attention, built or not."""
    kinds = {verdict.kind for verdict in plan.verdicts}.union(plan.mtp.kinds)
    return bool(kinds & LATENT_KINDS)


def _rotates(recipe: Recipe) -> bool:
    return recipe.model is not None and recipe.model.position_embedding_type == "rope"
