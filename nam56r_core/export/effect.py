"""Which settings the model of a plan would read: the rest is withheld, with the reason.

A Megatron parser takes many flags that the built model then ignores. Emitting those would say
something untrue about the model. Must not know tokens or catalogs' flags.
"""

from __future__ import annotations

from nam56r_core.layers import Family, LayerKind, Status
from nam56r_core.plan.model import Plan
from nam56r_core.plan.status import MAMBA_SYMBOL

MLA_OPTIONS = frozenset(
    {
        "--multi-latent-attention",
        "--q-lora-rank",
        "--kv-lora-rank",
        "--qk-head-dim",
        "--qk-pos-emb-head-dim",
        "--v-head-dim",
        "--mla-down-proj-fusion",
        "--rope-type",
    }
)
GQA_OPTIONS = frozenset({"--group-query-attention", "--num-query-groups"})


def without_effect(group: str, option: str, plan: Plan) -> str | None:
    """Why no layer of the plan would read an option; None if one would."""
    kinds = {layer.verdict.kind for layer in plan.layers if layer.status is not Status.BLOCKED}
    symbols = {layer.verdict.symbol for layer in plan.layers}
    if plan.mtp.built:
        symbols |= set(plan.mtp.pattern)
    latent = bool(kinds & {LayerKind.MLA, LayerKind.SPARSE_ATTENTION})
    if option.startswith("--dsa-") and LayerKind.SPARSE_ATTENTION not in kinds:
        return "no layer that can be built is sparse attention; `*` would ignore it in silence"
    if option in MLA_OPTIONS and not latent:
        return "no layer that can be built is MLA; `*` would ignore it in silence"
    if option in GQA_OPTIONS and latent:
        return "the attention is MLA, which has no key/value groups"
    if option in GQA_OPTIONS and not kinds & {LayerKind.SELF_ATTENTION} and "*" not in symbols:
        return "no layer that can be built is plain attention"
    if group == "experts" and LayerKind.MOE not in kinds and "E" not in symbols:
        return "no expert layer can be built"
    if group == "mamba" and MAMBA_SYMBOL not in symbols and not _has(plan, Family.MAMBA):
        return "no Mamba layer can be built"
    if group == "gated delta net" and LayerKind.GATED_DELTA_NET not in kinds:
        return "no Gated DeltaNet layer can be built"
    if group == "mtp" and not plan.mtp.built:
        return plan.mtp.reason
    return None


def _has(plan: Plan, family: Family) -> bool:
    return any(layer.family is family for layer in plan.layers)
