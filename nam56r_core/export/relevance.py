"""Which settings the model of a plan would read: the rest is withheld, with the reason.

A Megatron parser takes many flags that the built model then ignores. Emitting those would say
something untrue about the model. Must not know tokens or catalogs' flags.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nam56r_core.export.idle_settings import Situation, unread
from nam56r_core.layers import LATENT_KINDS, Family, LayerKind
from nam56r_core.plan.model import MtpPlan, Plan
from nam56r_core.plan.reasons import MtpReason
from nam56r_core.recipe.model import Recipe
from nam56r_core.targets.judgments import not_for_hybrid_stacks

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
GROUP_OF = (
    ("--moe-", "experts"),
    ("--mamba-", "mamba"),
    ("--linear-", "gated delta net"),
    ("--mtp-", "mtp"),
)
"""Options whose name says what would read them, also where they stand in `extra_args`."""

ROTARY = ("--rotary-", "--no-rope-fusion", "--use-rope-scaling", "--rope-scaling-factor")
UNGROUPED = "--num-query-groups"
GQA_OPTIONS = frozenset({"--group-query-attention", UNGROUPED})
SEQUENCE_PARALLEL = "--sequence-parallel"


@dataclass(frozen=True, slots=True)
class Relevance:
    """What of a plan reads settings: the kinds that are built, those that the target configures
    itself for (its own, and what carries a custom layer), the families asked for; whether there
    are tensor-parallel ranks to split over, and whether key/value groups are switched on.

    What MTP parts are built of counts too.
    """

    kinds: frozenset[LayerKind]
    native: frozenset[LayerKind]
    families: frozenset[Family]
    mtp: MtpPlan
    rotary: bool
    split: bool
    grouped: bool
    situation: Situation

    @classmethod
    def of(cls, plan: Plan, recipe: Recipe) -> Relevance:
        model, parallel, attention = recipe.model, recipe.parallel, recipe.A
        return cls(
            plan.built_kinds,
            plan.native_kinds,
            plan.families,
            plan.mtp,
            model is not None
            and model.position_embedding_type not in (None, "none", "learned_absolute"),
            parallel is not None and (parallel.tensor_model_parallel_size or 1) > 1,
            attention is not None and bool(attention.group_query_attention),
            Situation.of(plan, recipe),
        )

    def why_idle(self, group: str, option: str) -> str | MtpReason | None:
        """Why nothing would read an option; None if something would."""
        group = _group_of(option) or group
        if group == "mtp" and not self.mtp.built:
            return self.mtp.reason
        return self._unread(group, option)

    def _unread(self, group: str, option: str) -> str | None:
        """The same, MTP left aside, in words that name no release."""
        kinds, native = self.kinds, self.native
        foreign = not_for_hybrid_stacks(option)
        if foreign is not None:
            return foreign
        latent = bool(kinds & LATENT_KINDS)
        if option.startswith("--dsa-") and LayerKind.SPARSE_ATTENTION not in kinds:
            return f"no layer that can be built is sparse attention{self._in_silence}"
        if option in MLA_OPTIONS and not latent:
            return f"no layer that can be built is MLA{self._in_silence}"
        if option in GQA_OPTIONS and latent:
            return "the attention is MLA, which has no key/value groups"
        if option in GQA_OPTIONS and LayerKind.SELF_ATTENTION not in native:
            return "no layer that can be built is plain attention"
        if option == UNGROUPED and not self.grouped:
            return "every release ignores it without `--group-query-attention`"
        if option == SEQUENCE_PARALLEL and not self.split:
            return "there is one tensor-parallel rank, and Megatron switches it off again"
        if option.startswith(ROTARY) and not (self.rotary or latent):
            return "there is no rotary encoding to read it"
        if group == "experts" and LayerKind.MOE not in native:
            return "no expert layer can be built"
        mamba = LayerKind.MAMBA2 in native or Family.MAMBA in self.families
        if group == "mamba" and not mamba:
            return "no Mamba layer can be built"
        if group == "gated delta net" and LayerKind.GATED_DELTA_NET not in kinds:
            return "no Gated DeltaNet layer can be built"
        waiting = unread(self.situation, option)
        return waiting.why if waiting else None

    @property
    def _in_silence(self) -> str:
        """What plain attention, where the model has some, does with settings of another kind."""
        plain = LayerKind.SELF_ATTENTION in self.native
        return "; `*` would ignore it in silence" if plain else ""


@lru_cache(4096)
def _group_of(option: str) -> str | None:
    """What would read an option, where its name says so."""
    return next((group for start, group in GROUP_OF if option.startswith(start)), None)
