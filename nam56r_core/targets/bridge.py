"""Which Megatron-LM options have a Megatron-Bridge override, and how that is written.

Megatron-Bridge configures a run by a tree of dataclasses; `key=value` words on its command line
(Hydra's grammar) change fields of that tree, and a key that the tree does not have is an error.
Read at NVIDIA-NeMo/Megatron-Bridge 067f987d (2026-08-22), which pins Megatron-LM 2a75ac12
(2026-08-13), for a tree whose model is its `HybridModelProvider`. Files of Megatron-Bridge are
named from `src/megatron/bridge/`, those of Megatron-LM with `lm:`. The grammar and the refusals
were tried with hydra-core 1.3.2 and omegaconf 2.3.1.
Must not know recipes or releases. Values come as argv words; shell quoting is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass

from nam56r_core.layers import LATENT_KINDS, LayerKind


@dataclass(frozen=True, slots=True)
class NoOverride:
    """Why an option is not translated."""

    reason: str


class _CannotWriteError(ValueError):
    """A value that has no safe spelling as an override."""


_Write = Callable[[tuple[str, ...]], str]


def bridge_override(
    option: str, values: tuple[str, ...], kinds: Set[LayerKind]
) -> tuple[str, ...] | NoOverride:
    """The overrides that say what an option with its values says, or why there are none.

    `kinds` are what the symbols of the whole pattern stand for.

    Some options need two words (`--swiglu`, `--seq-length`). A word may hold quotes of its own
    that Hydra must see.
    """
    if option in _PATTERNS and not LATENT_KINDS.isdisjoint(kinds):
        return NoOverride(_NO_LATENT_PATTERN)
    reason = _NONE.get(option)
    if reason is not None:
        return NoOverride(reason)
    fixed = _FIXED.get(option)
    if fixed is not None:
        return fixed
    found = _WITH_VALUE.get(option)
    if found is None:
        return NoOverride("no override is known for it")
    keys, write = found
    try:
        written = write(values)
    except _CannotWriteError as error:
        return NoOverride(str(error))
    return tuple(f"{key}={written}" for key in keys)


def known_options() -> frozenset[str]:
    """Every option that was looked up, those without an override included."""
    return frozenset(_NONE) | frozenset(_FIXED) | frozenset(_WITH_VALUE)


# What Hydra reads as a text without quotes, and nothing else.
_BARE = re.compile(r"[A-Za-z_/][A-Za-z0-9_/.+|*@%?-]*")
_NOT_BARE = frozenset({"true", "false", "null", "none", "inf", "nan"})
_PATTERNS = frozenset({"--hybrid-layer-pattern", "--hybrid-override-pattern"})


def _text(text: str) -> str:
    """A text, quoted where Hydra would take it for a number, a list, or a sweep over values."""
    if _BARE.fullmatch(text) and text.lower() not in _NOT_BARE:
        return text
    if "\\" in text or "${" in text or ("'" in text and '"' in text) or not text.isprintable():
        raise _CannotWriteError("its value would need escapes that are not written here")
    quote = '"' if "'" in text else "'"
    return quote + text + quote


def _number(text: str) -> str:
    """A number in the spelling that Hydra reads; Python takes more spellings than it does."""
    try:
        return repr(int(text))
    except ValueError:
        pass
    try:
        return repr(float(text))
    except ValueError as error:
        raise _CannotWriteError(f"{text!r} is not a number") from error


def _one(write: Callable[[str], str]) -> _Write:
    def written(values: tuple[str, ...]) -> str:
        if len(values) != 1:
            raise _CannotWriteError("its field holds one value")
        return write(values[0])

    return written


def _list(write: Callable[[str], str]) -> _Write:
    def written(values: tuple[str, ...]) -> str:
        return "[" + ",".join(write(value) for value in values) + "]"

    return written


def _one_or_list(write: Callable[[str], str]) -> _Write:
    """Megatron-LM takes the single value out of a list of one; the field knows both forms."""
    one, many = _one(write), _list(write)
    return lambda values: one(values) if len(values) == 1 else many(values)


def _paths(values: tuple[str, ...]) -> str:
    """All in one text, parted by spaces (training/config.py:234, finalize)."""
    if not values or any(len(value.split()) != 1 for value in values):
        raise _CannotWriteError("its field is split at spaces, so a path may hold none")
    return _text(" ".join(values))


_PLAIN_NUMBER, _PLAIN_TEXT = _one(_number), _one(_text)
_WITH_VALUE: dict[str, tuple[tuple[str, ...], _Write]] = {}


def _same_name(section: str, write: _Write, *options: str) -> None:
    """Options whose field has their name."""
    for option in options:
        _WITH_VALUE[option] = ((f"{section}.{option[2:].replace('-', '_')}",), write)


def _renamed(write: _Write, **keys: str) -> None:
    """Options (underscores for dashes) and the full keys they go to."""
    for option, key in keys.items():
        _WITH_VALUE["--" + option.replace("_", "-")] = (tuple(key.split()), write)


# `model`: fields of TransformerConfig (lm: core/transformer/transformer_config.py:54-1296), of
# ModelParallelConfig (lm: core/model_parallel_config.py:46-480) and of the provider itself
# (models/hybrid/hybrid_provider.py:116-170).
_same_name(
    "model",
    _PLAIN_NUMBER,
    *("--num-layers", "--hidden-size", "--ffn-hidden-size", "--num-attention-heads"),
    *("--kv-channels", "--num-query-groups", "--make-vocab-size-divisible-by"),
    *("--rotary-base", "--rotary-percent", "--init-method-std"),
    *("--attention-dropout", "--hidden-dropout"),
    *("--dsa-indexer-n-heads", "--dsa-indexer-head-dim", "--dsa-indexer-topk"),
    "--dsa-indexer-loss-coeff",
    *("--moe-router-topk", "--moe-ffn-hidden-size", "--moe-shared-expert-intermediate-size"),
    *("--moe-z-loss-coeff", "--moe-router-bias-update-rate", "--moe-router-topk-scaling-factor"),
    *("--moe-router-num-groups", "--moe-router-group-topk", "--moe-expert-capacity-factor"),
    "--moe-latent-size",
    *("--mamba-num-heads", "--mamba-head-dim", "--mamba-state-dim", "--mamba-num-groups"),
    *("--linear-conv-kernel-dim", "--linear-key-head-dim", "--linear-value-head-dim"),
    *("--linear-num-key-heads", "--linear-num-value-heads"),
    *("--mtp-num-layers", "--mtp-loss-scaling-factor"),
    *("--tensor-model-parallel-size", "--pipeline-model-parallel-size"),
    *("--context-parallel-size", "--expert-model-parallel-size", "--expert-tensor-parallel-size"),
    *("--recompute-num-layers", "--cuda-graph-warmup-steps"),
)
_same_name(
    "model",
    _PLAIN_TEXT,
    *("--position-embedding-type", "--normalization", "--transformer-impl"),
    *("--moe-router-score-function", "--moe-router-dtype", "--moe-token-dispatcher-type"),
    "--moe-flex-dispatcher-backend",
    *("--recompute-granularity", "--recompute-method", "--cuda-graph-impl"),
)
_same_name("model", _one_or_list(_text), "--moe-router-load-balancing-type")
_same_name("model", _one_or_list(_number), "--moe-aux-loss-coeff")
_same_name("model", _list(_text), "--recompute-modules", "--cuda-graph-modules")
_renamed(
    _PLAIN_NUMBER,
    norm_epsilon="model.layernorm_epsilon",
    num_experts="model.num_moe_experts",
    decoder_first_pipeline_num_layers="model.num_layers_in_first_pipeline_stage",
    decoder_last_pipeline_num_layers="model.num_layers_in_last_pipeline_stage",
    # Both must agree (training/config.py:223 for the data).
    seq_length="model.seq_length dataset.seq_length",
    # The size before padding; the provider's own vocab_size would switch the padding off
    # (training/setup.py:741).
    vocab_size="tokenizer.vocab_size",
)
_renamed(
    _PLAIN_TEXT,
    hybrid_layer_pattern="model.hybrid_layer_pattern",
    # The old field only warns and copies (hybrid_provider.py:183).
    hybrid_override_pattern="model.hybrid_layer_pattern",
)
# Words in place of the enumeration's members are taken and old words moved on
# (lm: core/transformer/cuda_graph_config.py:25).
_renamed(_list(_text), cuda_graph_scope="model.cuda_graph_modules")

# `train` (lm: training/config/training_config.py:8) and `validation` (:112; the copies under
# `train` are deprecated, training/config.py:458).
_same_name(
    "train",
    _PLAIN_NUMBER,
    *("--micro-batch-size", "--global-batch-size", "--train-iters", "--train-samples"),
    *("--exit-duration-in-mins", "--exit-interval", "--manual-gc-interval"),
)
_same_name("validation", _PLAIN_NUMBER, "--eval-interval", "--eval-iters")

# `optimizer` (lm: core/optimizer/optimizer_config.py:139) and `scheduler`
# (lm: training/config/training_config.py:165).
_same_name(
    "optimizer",
    _PLAIN_NUMBER,
    *("--lr", "--min-lr", "--weight-decay", "--clip-grad"),
    *("--adam-beta1", "--adam-beta2", "--adam-eps"),
)
_same_name("optimizer", _PLAIN_TEXT, "--optimizer")
_same_name(
    "scheduler",
    _PLAIN_NUMBER,
    *("--lr-decay-iters", "--lr-warmup-iters", "--lr-warmup-fraction", "--lr-wsd-decay-iters"),
)
_same_name("scheduler", _PLAIN_TEXT, "--lr-decay-style", "--lr-wsd-decay-style")

# `rng` (lm: training/config/common_config.py:7), `dist` (:71), `checkpoint` and `logger`
# (lm: training/config/training_config.py:392, :244).
_same_name("rng", _PLAIN_NUMBER, "--seed")
_same_name("dist", _PLAIN_NUMBER, "--distributed-timeout-minutes")
_same_name("checkpoint", _PLAIN_TEXT, "--save", "--load")
_same_name("checkpoint", _PLAIN_NUMBER, "--save-interval")
_same_name("logger", _PLAIN_NUMBER, "--log-interval")
_same_name("logger", _PLAIN_TEXT, "--tensorboard-dir", "--wandb-project", "--wandb-exp-name")

# `tokenizer` (lm: training/config/training_config.py:654) and `dataset` (GPTDatasetConfig,
# training/config.py:223; data/base.py:28; lm: core/datasets/blended_megatron_dataset_config.py:16).
_same_name("tokenizer", _PLAIN_TEXT, "--tokenizer-type", "--tokenizer-model")
_same_name("dataset", _PLAIN_NUMBER, "--num-workers")
_same_name("dataset", _PLAIN_TEXT, "--split")
_same_name("dataset", _paths, "--data-path")


def _on(section: str, *options: str) -> dict[str, tuple[str, ...]]:
    """Switches whose field has their name."""
    return {name: (f"{section}.{name[2:].replace('-', '_')}=true",) for name in options}


_FIXED: dict[str, tuple[str, ...]] = {
    **_on(
        "model",
        *("--qk-layernorm", "--add-qkv-bias", "--sequence-parallel"),
        *("--dsa-indexer-use-sparse-loss", "--mtp-use-repeated-layer"),
        *("--moe-shared-expert-overlap", "--moe-router-enable-expert-bias"),
        *("--moe-router-pre-softmax", "--moe-router-fusion", "--moe-grouped-gemm"),
        *("--moe-permute-fusion", "--moe-pad-expert-input-to-capacity"),
        *("--attention-softmax-in-fp32", "--enable-cuda-graph", "--external-cuda-graph"),
    ),
    **_on("dataset", "--eod-mask-loss", "--reset-position-ids", "--reset-attention-mask"),
    **_on("train", "--manual-gc"),
    **_on("logger", "--log-throughput"),
    # lm: core/distributed/distributed_data_parallel_config.py:12; the optimizer's copies of the
    # first and the last are brought in line (training/config.py:2111).
    **_on("ddp", "--use-distributed-optimizer", "--overlap-grad-reduce", "--overlap-param-gather"),
    "--mock-data": ("dataset.mock=true",),
    "--disable-bias-linear": ("model.add_bias_linear=false",),
    "--untie-embeddings-and-output-weights": ("model.share_embeddings_and_output_weights=false",),
    "--no-rope-fusion": ("model.apply_rope_fusion=false",),
    "--disable-mamba-mem-eff-path": ("model.use_mamba_mem_eff_path=false",),
    # The activation is a function; this one field takes names (models/transformer_config.py:51,
    # utils/activation_map.py:36).
    "--swiglu": ("model.gated_linear_unit=true", "model.activation_func=silu"),
    "--squared-relu": ("model.activation_func=squared_relu",),
    # One switch there, two fields here (lm: core/distributed/distributed_data_parallel_config.py:39
    # and lm: training/config/resilience_config.py:25).
    "--no-check-for-nan-in-loss-and-grad": (
        "ddp.check_for_nan_in_grad=false",
        "rerun_state_machine.check_for_nan_in_loss=false",
    ),
    # Precision is a named set, registered under the function's name
    # (training/mixed_precision.py:167; `16-mixed`, which the guide of that project names, is none).
    "--bf16": ("mixed_precision=bf16_mixed",),
    "--fp16": ("mixed_precision=fp16_mixed",),
}

# `D` and `+` read the MLA dimensions (lm: core/transformer/multi_latent_attention.py:165), which
# are fields of MLATransformerConfig only (lm: core/transformer/transformer_config.py:3016); the
# hybrid provider is not one (models/hybrid/hybrid_provider.py:109).
_NO_MLA = "the hybrid provider has no fields for latent attention"
_NO_LATENT_PATTERN = f"{_NO_MLA}, which `D` and `+` read"
_PRECISION_SET = (
    "precision is one named set there (mixed_precision=bf16_with_fp8_delayed_scaling_mixed and "
    "others); its fields cannot be set beside the name"
)

_NONE: dict[str, str] = {
    **dict.fromkeys(
        (
            "--calculate-per-token-loss",
            "--check-weight-hash-across-dp-replicas-interval",
            "--ckpt-assume-constant-structure",
            "--ckpt-format",
            "--ckpt-fully-parallel-load",
            "--data-cache-path",
            "--deterministic-mode",
            "--dist-ckpt-strictness",
            "--distributed-backend",
            "--is-hybrid-model",
            "--log-memory-to-tensorboard",
            "--log-num-zeros-in-grad",
            "--log-params-norm",
            "--log-timers-to-tensorboard",
            "--log-validation-ppl-to-tensorboard",
            "--lr-decay-samples",
            "--lr-warmup-samples",
            "--lr-wsd-decay-samples",
            "--merge-file",
            "--no-create-attention-mask-in-dataloader",
            "--no-gradient-accumulation-fusion",
            "--no-load-optim",
            "--no-masked-softmax-fusion",
            "--no-mmap-bin-files",
            "--no-use-tokenizer-model-from-checkpoint-args",
            "--tiktoken-pattern",
            "--timing-log-level",
            "--use-fused-weighted-squared-relu",
            "--vocab-file",
            "--wandb-entity",
            "--wandb-save-dir",
        ),
        "its override was not looked up yet",
    ),
    **dict.fromkeys(
        (
            *("--multi-latent-attention", "--q-lora-rank", "--kv-lora-rank", "--qk-head-dim"),
            *("--qk-pos-emb-head-dim", "--v-head-dim", "--rope-type", "--mla-down-proj-fusion"),
        ),
        _NO_MLA,
    ),
    # A name and a field of it together are refused by Hydra, and the set that is chosen overwrites
    # the same fields of the model and of the gradient buffers (training/mixed_precision.py:138).
    **dict.fromkeys(
        (
            *("--fp8-format", "--fp8-recipe", "--fp8-param-gather", "--fp8-margin"),
            *("--fp8-amax-history-len", "--fp8-amax-compute-algo", "--first-last-layers-bf16"),
        ),
        _PRECISION_SET,
    ),
    "--accumulate-allreduce-grads-in-fp32": "the precision set decides it (bf16_mixed has it on)",
    # The override arrives as a text (omegaconf_utils.py:454 converts only dtypes and the
    # activation), which is compared with the members of an enumeration and equals none
    # (lm: core/models/common/language_module/language_module.py:129).
    "--attention-backend": "the field holds a member of an enumeration, and a word is ignored",
    "--group-query-attention": "model.num_query_groups alone decides",
    # hybrid_provider.py:278: the model is given seq_length as its longest sequence.
    "--max-position-embeddings": "the hybrid provider has only model.seq_length",
    "--spec": "the stack is chosen in Python code (model.hybrid_stack_spec), the stock one if none",
    # training/comm_overlap.py:619: that object overwrites the model's field, and may be missing.
    "--tp-comm-overlap": "the run's comm_overlap object decides, which is made in Python code",
    **dict.fromkeys(
        (
            *("--mtp-hybrid-override-pattern", "--pipeline-model-parallel-layout"),
            *("--num-layers-per-virtual-pipeline-stage", "--num-virtual-stages-per-pipeline-rank"),
        ),
        "the pattern states it (model.hybrid_layer_pattern)",
    ),
    "--use-mcore-models": "it has no effect in Megatron-LM either",
}
