"""missing-dimension: sizes that Megatron would fill in by itself, or not start without.

What Megatron assumes for a missing size is another model than the author's (a missing
`moe_ffn_hidden_size` makes every expert as wide as a dense MLP), so none is left to it, and for
the same reason no fix invents one.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LATENT_KINDS, Family, LayerKind
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import adding

REFUSED: tuple[Path, ...] = (
    ("model", "hidden_size"),
    ("model", "num_attention_heads"),
    ("model", "max_position_embeddings"),
    ("data", "seq_length"),
    ("training", "micro_batch_size"),
)
"""Without one of these validation ends the job (0.12.3 arguments.py:429, 672 and 702,
0.19.0:675, 1274 and 1310)."""

ALWAYS: tuple[Path, ...] = (("model", "position_embedding_type"), ("model", "vocab_size"))
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
DENSE: tuple[Path, ...] = (("model", "ffn_hidden_size"),)


def check(facts: Facts) -> Iterator[Finding]:
    for path, why in _required(facts):
        if facts.setting(path) is None:
            otherwise = (
                "no release starts without it"
                if path in REFUSED
                else "what Megatron would assume is another model"
            )
            yield Finding(
                f"`{dotted(path)}` is missing{why}, and {otherwise}; {adding(facts, path)}",
                facts.key(*path),
                missing=(path,),
            )


def _required(facts: Facts) -> Iterator[tuple[Path, str]]:
    families, in_mtp = facts.plan.families, facts.plan.mtp.kinds
    kinds = {verdict.kind for verdict in facts.plan.verdicts}.union(in_mtp)
    for path in (*REFUSED, *ALWAYS):
        yield path, ""
    moe = Family.MOE in families or LayerKind.MOE in in_mtp
    if moe and facts.recipe.E and facts.recipe.E.num_experts:
        for path in EXPERTS:
            yield path, " beside experts"
    if (Family.MAMBA in families and facts.recipe.M) or LayerKind.MAMBA2 in in_mtp:
        for path in MAMBA:
            yield path, " beside Mamba layers"
    if LayerKind.GATED_DELTA_NET in facts.plan.own_kinds:
        for path in DELTA_NET:
            yield path, " beside Gated DeltaNet layers"
    if kinds & LATENT_KINDS and not facts.lacks_mla:
        for path in LATENT:
            yield path, " beside latent attention"
        yield from _latent_choices(facts)
    if LayerKind.MLP in in_mtp:
        for path in DENSE:
            yield path, " beside the MLP of the MTP part"


def _latent_choices(facts: Facts) -> Iterator[tuple[Path, str]]:
    """MLA rotates by yarn unless told otherwise (transformer_config.py, from 0.14)."""
    catalog, model, block = facts.catalog, facts.recipe.model, facts.recipe.A
    rope = model is not None and model.position_embedding_type == "rope"
    if rope and catalog is not None and catalog.flag("--rope-type") is not None:
        yield ("model", "rope_type"), " beside latent attention (its default is `yarn`)"
    if block is not None and block.mla_down_proj_fusion:
        yield ("A", "q_lora_rank"), " beside `A.mla_down_proj_fusion`"


RULE = Rule("missing-dimension", Severity.ERROR, "A size that is never assumed.", check)
