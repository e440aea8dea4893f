"""Looking around in the schema: which keys a section has, which section a key opens.

Must not know any recipe, only its model.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from pydantic import BaseModel

from nam56r_core.changes import Path
from nam56r_core.recipe.field import Section, option_of
from nam56r_core.recipe.model import Recipe

SCHEMA_KEY = "$schema"
"""Says nothing about the model: JSON has no comments, so this key tells editors which schema
holds."""

EXTRA_ARGS: Path = ("extra_args",)
"""Megatron options by their own names, one an item."""

OTHER_NAMES: Mapping[str, Path] = {
    **dict.fromkeys(("hybrid_layer_pattern", "hybrid_override_pattern"), ("pattern",)),
    **dict.fromkeys(
        ("num_layers", "n_layers", "n_layer", "num_hidden_layers", "layers"), ("depth",)
    ),
    **dict.fromkeys(("d_model", "n_embd", "dim", "embed_dim"), ("model", "hidden_size")),
    **dict.fromkeys(("intermediate_size", "d_ff", "n_inner"), ("model", "ffn_hidden_size")),
    **dict.fromkeys(("n_heads", "n_head", "num_heads"), ("model", "num_attention_heads")),
    **dict.fromkeys(("head_dim", "d_head"), ("model", "kv_channels")),
    **dict.fromkeys(("rope_theta", "rotary_emb_base"), ("model", "rotary_base")),
    **dict.fromkeys(
        ("max_seq_len", "n_positions", "max_sequence_length"), ("model", "max_position_embeddings")
    ),
    **dict.fromkeys(("rms_norm_eps", "layer_norm_eps"), ("model", "norm_epsilon")),
    **dict.fromkeys(
        ("kv_heads", "num_kv_heads", "n_kv_heads", "num_key_value_heads"),
        ("A", "num_query_groups"),
    ),
    **dict.fromkeys(("n_experts", "num_local_experts", "n_routed_experts"), ("E", "num_experts")),
    **dict.fromkeys(
        ("top_k", "num_experts_per_tok", "experts_per_token"), ("E", "moe_router_topk")
    ),
    **dict.fromkeys(
        ("expert_ffn_size", "expert_hidden_size", "moe_intermediate_size"),
        ("E", "moe_ffn_hidden_size"),
    ),
    **dict.fromkeys(
        ("shared_expert_size", "shared_expert_intermediate_size", "shared_expert_hidden_size"),
        ("E", "moe_shared_expert_intermediate_size"),
    ),
    **dict.fromkeys(("ssm_state_size", "d_state", "state_size"), ("M", "mamba_state_dim")),
    **dict.fromkeys(
        ("tp", "tp_size", "tensor_parallel", "tensor_parallel_size"),
        ("parallel", "tensor_model_parallel_size"),
    ),
    **dict.fromkeys(
        ("pp", "pp_size", "pipeline_parallel", "pipeline_parallel_size"),
        ("parallel", "pipeline_model_parallel_size"),
    ),
    **dict.fromkeys(
        ("vpp", "vpp_size", "virtual_pipeline_model_parallel_size"),
        ("parallel", "num_virtual_stages_per_pipeline_rank"),
    ),
    **dict.fromkeys(("cp", "cp_size", "context_parallel"), ("parallel", "context_parallel_size")),
    **dict.fromkeys(
        ("ep", "ep_size", "expert_parallel", "expert_parallel_size"),
        ("parallel", "expert_model_parallel_size"),
    ),
    **dict.fromkeys(
        ("etp", "etp_size", "expert_tensor_parallel"), ("parallel", "expert_tensor_parallel_size")
    ),
    "sp": ("parallel", "sequence_parallel"),
    **dict.fromkeys(
        ("mbs", "micro_bs", "per_device_train_batch_size", "train_micro_batch_size_per_gpu"),
        ("training", "micro_batch_size"),
    ),
    **dict.fromkeys(("gbs", "global_bs", "train_batch_size"), ("training", "global_batch_size")),
    **dict.fromkeys(("learning_rate", "max_lr"), ("training", "lr")),
    **dict.fromkeys(("max_steps", "train_steps", "num_train_steps"), ("training", "train_iters")),
    **dict.fromkeys(("warmup_steps", "lr_warmup_steps"), ("training", "lr_warmup_iters")),
    **dict.fromkeys(("grad_clip", "max_grad_norm"), ("training", "clip_grad")),
    **dict.fromkeys(("seq_len", "sequence_length", "max_length"), ("data", "seq_length")),
}
"""Names that other frameworks (Hugging Face, NeMo, DeepSpeed, older recipes) use for what a key
sets, and Megatron options that the plan sets."""

SECTION_NAMES: Mapping[str, Path] = {
    **dict.fromkeys(("attention", "attn"), ("A",)),
    **dict.fromkeys(("expert", "experts", "moe"), ("E",)),
    **dict.fromkeys(("mamba", "ssm"), ("M",)),
    **dict.fromkeys(("recurrent", "rnn", "m2rnn"), ("R",)),
    **dict.fromkeys(("deltanet", "gated_delta_net", "gdn"), ("G",)),
    **dict.fromkeys(("parallelism", "layout"), ("parallel",)),
    **dict.fromkeys(("train", "trainer", "optim"), ("training",)),
    **dict.fromkeys(("dataset", "datasets"), ("data",)),
}
"""Words, in lower case, that people write for a section at the top level."""

_OPPOSITES: Mapping[str, Path] = {
    **dict.fromkeys(
        ("tie_embeddings", "tie_word_embeddings"),
        ("model", "untie_embeddings_and_output_weights"),
    ),
    **dict.fromkeys(("use_bias", "bias"), ("model", "disable_bias_linear")),
}
"""Names of switches with the opposite meaning of a key, where the words differ in more than the
first one."""

_POSITIVE = frozenset(("use", "enable", "add", "with", "tie", "share"))
_NEGATIVE = frozenset(("no", "disable", "without", "skip", "untie"))
"""First words of a switch that say whether it turns something on or off."""


def other_name(path: Path) -> Path | None:
    """The key or section that an unknown key at a path stands for, by a name of another framework;
    None for no such name."""
    name = str(path[-1]).lower().replace("-", "_")
    section = SECTION_NAMES.get(name) if len(path) == 1 else None
    return section or OTHER_NAMES.get(name)


def opposite_of(name: str) -> Path | None:
    """The key whose switch has the opposite meaning: `model.disable_bias_linear` for
    `add_bias_linear` and `bias_linear`; None for no such key."""
    name = name.lower().replace("-", "_")
    if name in _OPPOSITES:
        return _OPPOSITES[name]
    if _sections_by_key().get(name):
        return None
    turns_on, subject = _switch(name)
    return _switches().get((not turns_on, subject))


def turns_on(name: str) -> bool:
    """Whether a switch of this name turns something on: `no_x`, `disable_x` and the like do not."""
    return _switch(name.lower().replace("-", "_"))[0]


def is_switch(path: Path) -> bool:
    """Whether the key at a path is true or false."""
    found = _declaration(path)
    if found is None:
        return False
    annotation = found[0].model_fields[found[1]].annotation
    return annotation is bool or bool in getattr(annotation, "__args__", ())


def _switch(name: str) -> tuple[bool, str]:
    """Whether a switch turns something on, and what: `(False, "swiglu")` for `no_swiglu`."""
    first, _, rest = name.partition("_")
    if rest and first in _NEGATIVE:
        return False, rest
    if rest and first in _POSITIVE:
        return True, rest
    return True, name


@cache
def _switches() -> dict[tuple[bool, str], Path]:
    """The path of each switch of the schema, by what it turns on or off."""
    return {
        _switch(key): (*section, key)
        for key, sections in _sections_by_key().items()
        for section in sections
        if is_switch((*section, key))
    }


@lru_cache(256)
def keys_at(path: Path, model: type[BaseModel] = Recipe) -> tuple[str, ...]:
    """The keys that the schema has in the section at a path; none for an unknown path. List
    positions lead into the section that the list is of."""
    for part in path:
        if isinstance(part, int):
            continue
        inner = section_of(model, part)
        if inner is None:
            return ()
        model = inner
    return tuple(field.alias or name for name, field in model.model_fields.items())


def short_for(name: str, path: Path, model: type[BaseModel] = Recipe) -> tuple[str, ...]:
    """The keys of the section at a path that a name is the last words of, the shortest first."""
    ending = f"_{name.lower()}"
    return tuple(sorted((key for key in keys_at(path, model) if key.endswith(ending)), key=len))


def abbreviated(name: str, path: Path) -> tuple[str, ...]:
    """The keys of the recipe section at a path whose descriptions have a name for them, in
    brackets: `(TP)`."""
    return tuple(key for key in keys_at(path) if f"({name.upper()})" in _says((*path, key)))


@cache
def option_at(path: Path) -> str | None:
    """The Megatron option that the key at a path lowers to; None for a key of ours, a section and
    an unknown path."""
    found = _declaration(path)
    return option_of(*found) if found else None


@cache
def _says(path: Path) -> str:
    """The description of a key."""
    found = _declaration(path)
    return (found[0].model_fields[found[1]].description or "") if found else ""


def _declaration(path: Path) -> tuple[type[Section], str] | None:
    """The section that declares the key at a path, and the key's name; None for an unknown path.
    List positions lead into the section that the list is of."""
    model: type[BaseModel] = Recipe
    *sections, name = (part for part in path if isinstance(part, str))
    for section in sections:
        inner = section_of(model, section)
        if inner is None:
            return None
        model = inner
    if not issubclass(model, Section) or name not in model.model_fields:
        return None
    return model, name


@cache
def section_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The section that a key of `model` opens, or None for a key with a plain value."""
    field = model.model_fields.get(name)
    if field is None:
        return None
    pending: list[object] = [field.annotation]
    while pending:
        option = pending.pop(0)
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
        pending += getattr(option, "__args__", ())
    return None


def sections_with_key(name: str) -> tuple[Path, ...]:
    """The sections (by path) of the whole schema that have a key of this name."""
    return _sections_by_key().get(name, ())


@cache
def _sections_by_key() -> dict[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    pending: list[tuple[Path, type[BaseModel]]] = [((), Recipe)]
    while pending:
        path, model = pending.pop(0)
        for key in model.model_fields:
            if path:
                found[key] = (*found.get(key, ()), path)
            inner = section_of(model, key)
            if inner is not None:
                pending.append(((*path, key), inner))
    return found
