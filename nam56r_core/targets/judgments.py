"""What no catalog can say: facts about releases that take judgment, each written once.

A judgment holds for a range of releases and names its evidence: the place in Megatron-LM that was
read, and where it says "run", the behaviour that was seen by running the release. The tests repeat
the evidence release by release. Must not know any recipe, nor how a fact is put into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nam56r_core.layers import LayerKind
from nam56r_core.targets.releases import (
    MAIN,
    V0_12,
    V0_13,
    V0_14,
    V0_15,
    V0_16,
    V0_17,
    V0_18,
    V0_19,
    Release,
)
from nam56r_core.targets.target import Target


@dataclass(frozen=True, slots=True)
class Judgment:
    """A fact about the releases from `since` to `until`, both included; None leaves an end open.

    It holds for every target that descends from one of them.
    """

    evidence: str
    since: Release | None = None
    until: Release | None = None

    def holds_for(self, target: Target) -> bool:
        if self.since is not None and target.lineage < self.since:
            return False
        return self.until is None or target.lineage <= self.until


EXPERTS_EXCLUDE_SPEC = Judgment(
    "validate_args refuses --num-experts beside --spec (0.15.3 arguments.py:1027; run)",
    until=V0_15,
)

PATTERN_UNCHECKED_UNTIL_BUILD = Judgment(
    "the letters and the length are looked at by the model's constructor only (run)",
    until=V0_16,
)

UNEVEN_STAGES_IGNORED = Judgment(
    "the hybrid block splits num_layers // PP whatever the first/last flags say, and loses the "
    "remainder (0.15.3 mamba_block.py:214; run: 10 layers, PP 4, 2 + 2 builds 8)",
    until=V0_15,
)

GQA_EXCLUDES_MLA = Judgment(
    "validate_args refuses --group-query-attention with MLA, also when `D` or `+` bring MLA in "
    "(0.16.1 arguments.py:1266, 0.19.0:1893)",
    since=V0_16,
)

SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION = Judgment(
    "TransformerConfig refuses sparse attention with a fused rope "
    "(0.18.2 transformer_config.py:2546, 0.19.0:2838)",
    since=V0_18,
)

SPARSE_ATTENTION_NEEDS_NO_BIAS = Judgment(
    "TransformerConfig refuses sparse attention with linear biases "
    "(0.19.0 transformer_config.py:1386)",
    since=V0_19,
)

MLA_REFUSES_ROPE_TYPE_WITH_FUSION = Judgment(
    "TransformerConfig refuses --rope-type rope under MLA while rope fusion is on, whatever the "
    "symbols are (0.14.0 transformer_config.py:1465, 0.19.0:2967, main:3346; run; the flag "
    "starts with 0.14)",
    since=V0_14,
)

MLA_REFUSES_ROPE_FUSION = Judgment(
    "TransformerConfig refuses --multi-latent-attention while rope is fused "
    "(0.12.3 transformer_config.py:930; run: --position-embedding-type none passes)",
    until=V0_12,
)

EXPERTS_NEED_NO_BIAS = Judgment(
    "the construction of grouped experts refuses linear biases (experts.py; run, with and without "
    "--disable-bias-linear)",
    since=V0_16,
)

SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL = Judgment(
    "TransformerConfig refuses context parallelism beside sparse attention (run)",
    since=V0_18,
    until=V0_18,
)

SPARSE_ATTENTION_GATHERS_CONTEXT = Judgment(
    "TransformerConfig takes sparse attention over a split sequence only with "
    "--cp-comm-type allgather (run)",
    since=V0_19,
)

MLA_DROPS_THE_SHARED_ROPE = Judgment(
    "the hybrid model builds no rotary embedding of its own once the configuration is MLA, so "
    "plain attention beside it has no positions (0.18.2 hybrid_model.py:231, 0.19.0:246; run)",
    since=V0_18,
)

VIRTUAL_STAGES_NEED_OVERLAP = Judgment(
    "validate_args refuses --no-overlap-p2p-communication beside virtual stages unless the "
    "pipeline has more than 2 ranks (0.17.1 arguments.py:838, 0.19.0:972; run)",
    since=V0_17,
)

NULL_TOKENIZER_ADDS_A_TOKEN = Judgment(
    "NullTokenizer adds an end token to --vocab-size (run: 65536 becomes 65537; from 0.18.2 it "
    "stays 65536)",
    until=V0_17,
)

QUERY_GROUPS_MAY_BE_COPIED = Judgment(
    "the number of query groups may divide TP as well as be a multiple of it (run: TP 7 and 8 "
    "groups are refused either way, the message names both)",
    since=V0_16,
)

EXPERTS_NEED_SEQUENCE_PARALLEL = Judgment(
    "the first forward pass of an expert layer raises ValueError with TP > 1 and no sequence "
    "parallelism; everything before it passes (0.16.1 moe_layer.py:379, 0.19.0:629)",
    since=V0_16,
)

MAMBA_IGNORES_CONTEXT_PARALLEL = Judgment(
    "MambaMixer has no code for a split sequence: it builds and computes other states (read)",
    until=V0_12,
)

MISSING_SPEC_IS_REPLACED = Judgment(
    "a --spec module that cannot be imported is logged and the stock stack is built in its place "
    "(run through HybridModelBuilder.build_model); other releases stop",
    since=V0_19,
    until=V0_19,
)

LAYOUT_FLAG_IGNORED = Judgment(
    "--pipeline-model-parallel-layout is accepted beside a pattern and has no effect (run)",
    since=V0_14,
    until=V0_16,
)

EVALUATION_BATCH_CHECKED = Judgment(
    "validate_args checks that the evaluation batch divides too (0.18.2, run)",
    since=V0_18,
)

FULL_ITERATION_NEEDS_NO_NAN_CHECK = Judgment(
    "capturing the full iteration wants --no-check-for-nan-in-loss-and-grad (run)",
    since=V0_14,
)

GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL = Judgment(
    "GatedDeltaNet.__init__() does not take the cp_comm_type that a split sequence brings (run, "
    "with several ranks on a fake process group)",
    since=V0_17,
    until=V0_18,
)

SPARSE_ATTENTION_NEEDS_SEQUENCE_PARALLEL = Judgment(
    "AbsorbedMLASelfAttention asserts sequence parallelism when TP > 1 (run, with several ranks on "
    "a fake process group)",
    since=V0_19,
)

QK_LAYERNORM_IGNORED = Judgment(
    "the stock hybrid stack builds the same `*` with and without --qk-layernorm (run: equal "
    "parameter counts); from 0.18.2 it takes effect",
    until=V0_17,
)

MLA_FUSION_BUILDS_ANOTHER_CLASS = Judgment(
    "--mla-down-proj-fusion makes `+` a FusedMLASelfAttention, which asserts a query rank (run)",
    since=V0_19,
)

YARN_POSITIONS_BREAK = Judgment(
    "construction with --position-embedding-type yarn ends in an AttributeError "
    "(0.18.2 hybrid_model.py:246; run; 0.19.0 and main build)",
    until=V0_18,
)

MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER = Judgment(
    "validate_args refuses muon beside the distributed optimizer (run)",
    since=V0_16,
    until=V0_17,
)

HYBRID_MODEL_IS_A_SWITCH = Judgment(
    "--is-hybrid-model alone chooses the FLOPs formula (0.12.3 training.py:360, 0.16.1:578), the "
    "memory report (theoretical_memory_usage.py:263, 341) and the multiplier of the output layers' "
    "initial deviation (transformer_config.py:942, 1585; run); from 0.17 the pattern does "
    "(0.17.1 arguments.py:1708)",
    until=V0_16,
)

TENSOR_CHECKED_EVERYWHERE = Judgment(
    "the look at the GPU binds to context parallelism alone, so with TP above 1 the variable is "
    "checked on Blackwell too (0.12.3 arguments.py:778; run)",
    until=V0_12,
)

DIST_MUON_GATHERS = Judgment(
    "validate_args takes --overlap-param-gather with dist_muon too (0.17.1 arguments.py:856, "
    "0.19.0:990; run)",
    since=V0_17,
)

CAPTURE_MEETS_RECOMPUTE = Judgment(
    "TransformerConfig takes full recomputation beside graph capture only if the whole iteration "
    "is captured, and dropout in no part that is both captured and recomputed "
    "(0.16.1 transformer_config.py:1780, 0.19.0:2521; run)",
    since=V0_16,
)

FP8_MAMBA_WIDTH_CHECKED = Judgment(
    "with FP8 the construction of a Mamba layer wants its input projection in multiples of 16 "
    "(run: 56 heads fail, 64 and 112 pass)",
    since=V0_13,
)

SHARED_OVERLAP_TAKES_FLEX = Judgment(
    "the configuration takes --moe-shared-expert-overlap with the flex dispatcher too, before only "
    "with alltoall (run)",
    since=V0_18,
)


def shared_overlap_dispatchers(target: Target) -> tuple[str, ...]:
    """The token dispatchers beside which the shared expert may overlap."""
    flex = SHARED_OVERLAP_TAKES_FLEX.holds_for(target)
    return ("alltoall", "flex") if flex else ("alltoall",)


_GPT_ONLY = "the hybrid entry scripts accept it and train without it; only pretrain_gpt.py reads it"
_GPT_MODEL = "the hybrid model is built without it; only the GPT model takes it"
_NO_SCHEDULE = (
    "the hybrid model has no schedule for it, so the first step would fail; only pretrain_gpt.py "
    "implements it"
)
_NO_STREAMS = "it is for the homogeneous transformer block, and hybrid layers refuse it"

_NOT_FOR_HYBRID_STACKS = (
    ("--fim-", _GPT_ONLY),
    ("--enable-mhc-connections", _NO_STREAMS),
    ("--mhc-", _NO_STREAMS),
    ("--overlap-moe-expert-parallel-comm", _NO_SCHEDULE),
    ("--delay-wgrad-compute", _NO_SCHEDULE),
    ("--use-rope-scaling", _GPT_MODEL),
    ("--rope-scaling-factor", _GPT_MODEL),
    ("--qk-l2-norm", _GPT_MODEL),
    ("--heterogeneous-layers-config-", _GPT_MODEL),
    ("--moe-layer-freq", "in a hybrid stack the letters decide which layers have experts"),
)


@lru_cache(4096)
def not_for_hybrid_stacks(option: str) -> str | None:
    """Why an option that a parser takes does nothing for, or ends, a hybrid stack; None if it
    is not such an option.

    Seen by running each release that has it: --fim-… from 0.16.1 on, --moe-layer-freq in all
    (even a list of the wrong length passes), --enable-mhc-connections on main (construction:
    "TransformerLayer does not implement mHC residual streams"). The rest is read: what the entry
    scripts differ in. build_schedule_plan exists in gpt_model.py alone (0.16.1:739, 0.19.0:798)
    and forward_step of pretrain_hybrid.py takes no return_schedule_plan; gpt_builders.py alone
    hands rope scaling, the L2 norm and heterogeneous layers to a model.
    """
    return next((why for start, why in _NOT_FOR_HYBRID_STACKS if option.startswith(start)), None)


READS_NOTHING_OF: dict[LayerKind, tuple[str, ...]] = {
    LayerKind.SELF_ATTENTION: ("--multi-latent-attention", "--experimental-attention-variant"),
}
"""Flags that a symbol's layer stays the same with and without (run, all releases that have them;
both are told of in `IN_HYBRID_STACKS`)."""

IN_HYBRID_STACKS: dict[str, str] = {
    "--multi-latent-attention": "`*` is plain attention with or without it; MLA is built by the "
    "symbols `D` (from 0.18) and `+` (from 0.19)",
    "--experimental-attention-variant": "`*` is plain attention whatever it says; sparse attention "
    "is built by `D` (from 0.18), Gated DeltaNet by `G` (from 0.17)",
    "--is-hybrid-model": "up to 0.16 it chooses the FLOPs formula and the memory report of the "
    "log, and makes the initial weights of output layers √2 times as large; from 0.17 the pattern "
    "does both",
    "--num-query-groups": "ignored without `--group-query-attention`",
    "--mtp-num-layers": "nothing is built before 0.17, and from it only the `/` parts of the "
    "pattern",
    "--decoder-first-pipeline-num-layers": "ignored up to 0.15, where layers are lost; refused "
    "beside `|` from 0.17",
    "--decoder-last-pipeline-num-layers": "ignored up to 0.15, where layers are lost; refused "
    "beside `|` from 0.17",
    "--pipeline-model-parallel-layout": "accepted and ignored from 0.14 to 0.16, refused beside a "
    "pattern from 0.17",
}
"""Options that a hybrid stack takes for something else than they say (run in every release that
has them; the places are those of the judgments above)."""

POSITION_TYPES_BUILT = ("learned_absolute", "rope", "none", "yarn")
"""Position types that a hybrid model looks at; any other builds a model without positions, or is
refused for a flag that hybrid stacks do not read (0.13.1 mamba_model.py, 0.19.0
hybrid_model.py:239-255; run: `relative` has the parameters of `none`, `mrope` is refused)."""


def recompute_modules(target: Target) -> frozenset[str]:
    """What --recompute-modules may name: the configuration checks it (run, and read in
    transformer_config.py of each release)."""
    names = {"core_attn", "layernorm", "mlp", "moe", "moe_act", "mla_up_proj"}
    if target.descends_from(V0_14):
        names.add("shared_experts")
    if target.descends_from(V0_19):
        names.add("gdn_norm_out")
    if target.descends_from(MAIN):
        names |= {"gdp_qkv", "gdp_in_proj", "mhc"}
    return frozenset(names)


MTP_POSITION_TYPES = ("rope", "none")
"""Position types beside which multi-token prediction is accepted, in every release
(0.12.3 arguments.py:974, 0.19.0:857; run)."""

SINGLE_CONNECTION_VARIABLE = ("CUDA_DEVICE_MAX_CONNECTIONS", "1")
"""Read by validate_args when TP or CP exceeds 1 on GPUs below Blackwell, in every release (run)."""

NATIVE_SINCE: dict[LayerKind, Release] = {
    LayerKind.MOE: V0_16,
    LayerKind.GATED_DELTA_NET: V0_17,
    LayerKind.SPARSE_ATTENTION: V0_18,
    LayerKind.MLA: V0_19,
}
"""First release whose hybrid alphabet has the kind; kinds that are missing here are either in
every release (attention, MLP, Mamba-2) or in none (Mamba-3, M2RNN). A test checks the catalogs."""

MTP_SINCE = V0_17
"""First release that builds the multi-token prediction of a hybrid stack, and only from the
pattern's `/` parts; before, the flag is accepted and nothing is built (run)."""
