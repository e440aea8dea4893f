"""exclusive-settings: two settings that Megatron's validation refuses together."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.recipe.origins import Path, dotted
from nam56r_core.rules.base import Facts, Finding, Rule

PAIRS: tuple[tuple[Path, Path], ...] = (
    (("model", "swiglu"), ("model", "squared_relu")),
    (("precision", "bf16"), ("precision", "fp16")),
    (("data", "mock_data"), ("data", "data_path")),
    (("training", "train_iters"), ("training", "train_samples")),
    (("training", "lr_warmup_iters"), ("training", "lr_warmup_fraction")),
    (("launch", "cuda_graph", "cuda_graph_modules"), ("launch", "cuda_graph", "cuda_graph_scope")),
)
"""Refused together by every release that has both (run)."""


def check(facts: Facts) -> Iterator[Finding]:
    for one, other in PAIRS:
        if _set(facts, one) and _set(facts, other):
            yield Finding(
                f"`{dotted(other)}` is refused beside `{dotted(one)}`; remove one of them",
                facts.key(*other),
                (RelatedInformation(facts.key(*one), f"`{one[-1]}` is set here"),),
            )
    yield from _learning_rates(facts)
    yield from _gather_without_optimizer(facts)


def _learning_rates(facts: Facts) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None or training.lr is None or training.min_lr is None:
        return
    if training.min_lr > training.lr:
        yield Finding(
            f"`min_lr` ({training.min_lr}) is above `lr` ({training.lr}), which validation "
            "refuses; lower it",
            facts.value("training", "min_lr"),
            (RelatedInformation(facts.value("training", "lr"), "the peak is here"),),
        )


def _gather_without_optimizer(facts: Facts) -> Iterator[Finding]:
    parallel = facts.recipe.parallel
    if parallel and parallel.overlap_param_gather and not parallel.use_distributed_optimizer:
        yield Finding(
            "`overlap_param_gather` is refused without the distributed optimizer; write "
            "`parallel.use_distributed_optimizer: true`, or remove it",
            facts.key("parallel", "overlap_param_gather"),
        )


def _set(facts: Facts, path: Path) -> bool:
    value: object = facts.recipe
    for part in path:
        value = getattr(value, str(part), None)
    return value is not None and value is not False and value != 0


RULE = Rule("exclusive-settings", Severity.ERROR, "Settings refused together.", check)
