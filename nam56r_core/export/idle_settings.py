"""Settings that Megatron reads only beside others: a table of what each waits for.

Every release accepts them and ignores them otherwise (run: the model is the same with and without;
the places are those where the setting is read). Must not know tokens, nor how a finding looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from nam56r_core.changes import Path, Plain
from nam56r_core.export.settings import NotAnOption, split
from nam56r_core.layers import LATENT_KINDS, LayerKind, Status
from nam56r_core.plan.model import Plan
from nam56r_core.recipe.model import Recipe
from nam56r_core.targets.tokenizers import FILES, KNOWN_SIZES, SIZE, TOKENIZERS, Tokenizer


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts behind the table: the recipe, its plan, and the options in `extra_args`."""

    recipe: Recipe
    plan: Plan
    extra: frozenset[str]

    @classmethod
    def of(cls, plan: Plan, recipe: Recipe) -> Situation:
        items = [split(item) for item in recipe.extra_args or ()]
        return cls(recipe, plan, frozenset(i[0] for i in items if not isinstance(i, NotAnOption)))

    def says(self, section: str, key: str) -> object:
        """The value of a key in a section, None where the recipe says nothing."""
        return getattr(getattr(self.recipe, section), key, None)

    def has_package(self, name: str) -> bool:
        """Whether the recipe says that a package is installed where it runs."""
        return bool(self.says("packages", name))

    def builds(self, *kinds: LayerKind) -> bool:
        """Whether layers of these kinds may be built. The author's own code may build any, and so
        may a stack that is not known yet."""
        verdicts = self.plan.verdicts
        unsure = not verdicts or any(v.status is not Status.NATIVE for v in verdicts)
        return unsure or not self.plan.native_kinds.isdisjoint(kinds)

    @property
    def captures(self) -> bool:
        """Whether a graph is captured."""
        graph = self.recipe.launch.cuda_graph if self.recipe.launch else None
        if graph is None:
            return False
        switches = graph.enable_cuda_graph or graph.external_cuda_graph
        whole = "full_iteration" in (graph.cuda_graph_scope or ())
        return bool(switches) or whole or graph.cuda_graph_impl not in (None, "none")

    @property
    def tokenizer(self) -> Tokenizer | None:
        """The facts about the tokenizer; None for a type that is not known."""
        return TOKENIZERS.get(str(self.says("data", "tokenizer_type")))


def _nothing_else(s: Situation) -> tuple[tuple[Path, Plain], ...]:
    return ()


class Idle(NamedTuple):
    """Options, what must be so for one to be read, and why it is not read otherwise. `key` would
    have it read, with `value` if there is one to offer. `also` says what the release demands beside
    that value, and is None where no value of one key is enough: then none is offered."""

    options: tuple[str, ...]
    read: Callable[[Situation, str], bool]
    why: str
    key: Path = ()
    value: Plain = None
    also: Callable[[Situation], tuple[tuple[Path, Plain], ...] | None] = _nothing_else

    def offer(self, situation: Situation) -> tuple[tuple[Path, Plain], ...]:
        """The keys and values that together have the options read; empty if none are offered."""
        also = self.also(situation)
        return () if self.value is None or also is None else ((self.key, self.value), *also)


ATTENTION = (LayerKind.SELF_ATTENTION, *LATENT_KINDS)


def _among_experts(s: Situation, _: str) -> bool:
    return s.builds(LayerKind.MLP, LayerKind.MOE)


def _balances_by_loss(s: Situation, _: str) -> bool:
    return s.says("E", "moe_router_load_balancing_type") not in ("none", ["none"]) or not any(
        _numbers(s.says("E", "moe_aux_loss_coeff"))
    )


def _numbers(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _scores_of_a_bias(s: Situation) -> tuple[tuple[Path, Plain], ...]:
    """Softmax scores, the default, are refused beside a bias (expert-settings)."""
    function = ("E", "moe_router_score_function")
    return ((function, "sigmoid"),) if s.says(*function) in (None, "softmax") else ()


def _spread(s: Situation) -> tuple[tuple[Path, Plain], ...] | None:
    """The dispatcher `flex` is refused where TP × EP is 1 (expert-settings)."""
    sizes = ("tensor_model_parallel_size", "expert_model_parallel_size")
    return () if any(s.says("parallel", size) not in (None, 1) for size in sizes) else None


def _by_layers(s: Situation) -> tuple[tuple[Path, Plain], ...] | None:
    """Full recomputation is refused without a method and a number of layers
    (recompute-settings)."""
    needed = ("recompute_method", "recompute_num_layers")
    return () if all(s.says("training", key) is not None for key in needed) else None


def _with_a_length(s: Situation) -> tuple[tuple[Path, Plain], ...] | None:
    """The decay `WSD` fails without the length that the scheduler reads (schedule-settings)."""
    in_samples = s.says("training", "train_samples") is not None
    length = "lr_wsd_decay_samples" if in_samples else "lr_wsd_decay_iters"
    return None if s.says("training", length) is None else ()


def _by_modules(s: Situation) -> tuple[tuple[Path, Plain], ...] | None:
    """Selective recomputation is refused with a method or a number of layers
    (recompute-settings)."""
    others = ("recompute_method", "recompute_num_layers")
    return None if any(s.says("training", other) is not None for other in others) else ()


def _in_its_unit(s: Situation, option: str) -> bool:
    """Whether a length of WSD is counted like the training; one in the other unit that is all
    there is fails (schedule-units)."""
    steps, samples = s.says("training", "train_iters"), s.says("training", "train_samples")
    if option.endswith("-iters"):
        return samples is None or s.says("training", "lr_wsd_decay_samples") is None
    return steps is None or s.says("training", "lr_wsd_decay_iters") is None


def _tokenizer_reads(s: Situation, option: str) -> bool:
    return s.tokenizer is None or option in s.tokenizer.reads


def _vocabulary_counts(s: Situation, option: str) -> bool:
    known = KNOWN_SIZES.get(str(s.says("data", "tokenizer_model")))
    is_true = known is not None and known == s.says("model", "vocab_size")
    return is_true or "--no-pad-vocab-size" in s.extra or _tokenizer_reads(s, option)


TABLE: tuple[Idle, ...] = (
    Idle(
        ("--ffn-hidden-size", "--swiglu", "--squared-relu"),
        _among_experts,
        "the stack has no dense MLP and no experts",
    ),
    Idle(
        ("--use-fused-weighted-squared-relu",),
        lambda s, _: s.builds(LayerKind.MOE),
        "the stack has no experts",
    ),
    Idle(
        ("--attention-dropout", "--attention-softmax-in-fp32", "--attention-backend"),
        lambda s, _: s.builds(*ATTENTION),
        "the stack has no attention",
    ),
    Idle(
        ("--rotary-base", "--rotary-percent", "--no-rope-fusion"),
        lambda s, _: s.builds(*ATTENTION),
        "the stack has no attention, and nothing else is rotated",
    ),
    Idle(
        ("--kv-channels", "--add-qkv-bias"),
        lambda s, _: s.builds(LayerKind.SELF_ATTENTION),
        "only plain attention reads it, and the stack has none",
    ),
    Idle(
        ("--moe-router-bias-update-rate",),
        lambda s, _: bool(s.says("E", "moe_router_enable_expert_bias")),
        "experts have no bias without `E.moe_router_enable_expert_bias`",
        ("E", "moe_router_enable_expert_bias"),
        True,
        _scores_of_a_bias,
    ),
    Idle(
        ("--moe-aux-loss-coeff",),
        _balances_by_loss,
        "there is no such loss with `moe_router_load_balancing_type: none`",
        ("E", "moe_router_load_balancing_type"),
        "aux_loss",
    ),
    Idle(
        ("--moe-shared-expert-overlap",),
        lambda s, _: s.says("E", "moe_shared_expert_intermediate_size") is not None,
        "there is no shared expert without `E.moe_shared_expert_intermediate_size`",
        ("E", "moe_shared_expert_intermediate_size"),
    ),
    Idle(
        ("--moe-flex-dispatcher-backend",),
        lambda s, _: s.says("E", "moe_token_dispatcher_type") == "flex",
        "only the `flex` dispatcher reads it",
        ("E", "moe_token_dispatcher_type"),
        "flex",
        _spread,
    ),
    Idle(
        ("--expert-tensor-parallel-size",),
        lambda s, _: s.builds(LayerKind.MOE),
        "the stack has no experts",
    ),
    Idle(
        ("--fp8-recipe", "--fp8-margin", "--fp8-amax-history-len", "--fp8-amax-compute-algo"),
        lambda s, _: s.says("precision", "fp8_format") is not None,
        "nothing is computed in FP8 without `precision.fp8_format`",
        ("precision", "fp8_format"),
    ),
    Idle(
        ("--first-last-layers-bf16",),
        lambda s, _: s.says("precision", "fp8_format") is not None or "--fp4-format" in s.extra,
        "all layers are in 16 or 32 bits without `precision.fp8_format`",
        ("precision", "fp8_format"),
    ),
    Idle(
        ("--lr-wsd-decay-style", "--lr-wsd-decay-iters", "--lr-wsd-decay-samples"),
        lambda s, _: s.says("training", "lr_decay_style") == "WSD",
        "only the decay `WSD` reads it",
        ("training", "lr_decay_style"),
        "WSD",
        _with_a_length,
    ),
    Idle(
        ("--lr-wsd-decay-iters", "--lr-wsd-decay-samples"),
        _in_its_unit,
        "the training is counted in the other unit, whose length is set too",
    ),
    Idle(
        ("--adam-beta1", "--adam-beta2", "--adam-eps"),
        lambda s, _: s.says("training", "optimizer") != "sgd",
        "the optimizer is `sgd`",
        ("training", "optimizer"),
        "adam",
    ),
    Idle(
        ("--save-interval",),
        lambda s, _: s.says("training", "save") is not None,
        "nothing is saved without `training.save`",
        ("training", "save"),
    ),
    Idle(
        ("--recompute-modules",),
        lambda s, _: s.says("training", "recompute_granularity") == "selective",
        "only selective recomputation reads it",
        ("training", "recompute_granularity"),
        "selective",
        _by_modules,
    ),
    Idle(
        ("--recompute-method", "--recompute-num-layers"),
        lambda s, _: s.says("training", "recompute_granularity") is not None,
        "nothing is recomputed without `training.recompute_granularity`",
        ("training", "recompute_granularity"),
        "full",
        _by_layers,
    ),
    Idle(
        tuple(sorted(FILES)),
        _tokenizer_reads,
        "the tokenizer does not read it",
    ),
    Idle((SIZE,), _vocabulary_counts, "the tokenizer decides how large the vocabulary is"),
    Idle(
        ("--cuda-graph-warmup-steps",),
        lambda s, _: s.captures,
        "nothing is captured without `launch.cuda_graph.cuda_graph_impl`",
        ("launch", "cuda_graph", "cuda_graph_impl"),
    ),
    Idle(
        ("--no-position-embedding",),
        lambda s, _: False,
        "`model.position_embedding_type` says it, and this refuses every type but `rope`",
        ("model", "position_embedding_type"),
    ),
)


@cache
def _by_option() -> dict[str, tuple[Idle, ...]]:
    found: dict[str, tuple[Idle, ...]] = {}
    for idle in TABLE:
        for option in idle.options:
            found[option] = (*found.get(option, ()), idle)
    return found


def unread(situation: Situation, option: str) -> Idle | None:
    """The row of the table by which an option is not read, None where it is read."""
    rows = _by_option().get(option, ())
    return next((row for row in rows if not row.read(situation, option)), None)
