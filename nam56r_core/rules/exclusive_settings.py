"""exclusive-settings: two settings that Megatron's validation refuses together."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, Path, SetValue
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import is_own, removal, set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import (
    DIST_MUON_GATHERS,
    MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER,
)

PAIRS: tuple[tuple[Path, Path], ...] = (
    (("model", "swiglu"), ("model", "squared_relu")),
    (("precision", "bf16"), ("precision", "fp16")),
    (("data", "mock_data"), ("data", "data_path")),
    (("training", "train_iters"), ("training", "train_samples")),
    (("training", "lr_warmup_iters"), ("training", "lr_warmup_fraction")),
    (("training", "lr_warmup_samples"), ("training", "lr_warmup_fraction")),
    (("launch", "cuda_graph", "cuda_graph_modules"), ("launch", "cuda_graph", "cuda_graph_scope")),
)
"""Refused together by every release that has both (seen in a run)."""

GATHER: Path = ("parallel", "overlap_param_gather")
TP_OVERLAP: Path = ("parallel", "tp_comm_overlap")


def check(facts: Facts) -> Iterator[Finding]:
    for one, other in PAIRS:
        if _set(facts, one) and _set(facts, other):
            yield Finding(
                f"`{dotted(other)}` is refused beside `{dotted(one)}`; remove one of them",
                facts.key(*other),
                (RelatedInformation(facts.key(*one).location, f"`{one[-1]}` is set here"),),
                # Of the two, the one that only a base says is likely the one to give up.
                tuple(
                    removal(facts, path)
                    for path in sorted((other, one), key=lambda path: is_own(facts, path))
                ),
                identity=(dotted(one),),
            )
    yield from _learning_rates(facts)
    yield from _optimizer(facts)


def _learning_rates(facts: Facts) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None or training.lr is None or training.min_lr is None:
        return
    if training.min_lr > training.lr:
        yield Finding(
            f"`min_lr` ({training.min_lr}) is above `lr` ({training.lr}), which validation "
            "refuses; lower it",
            facts.value("training", "min_lr"),
            (RelatedInformation(facts.value("training", "lr").location, "the peak is here"),),
            evidence=(training.min_lr, training.lr),
        )


def _optimizer(facts: Facts) -> Iterator[Finding]:
    parallel, training, catalog = facts.recipe.parallel, facts.recipe.training, facts.catalog
    if parallel is None:
        return
    gathers = facts.holds(DIST_MUON_GATHERS)
    shards_itself = gathers and training is not None and training.optimizer == "dist_muon"
    needed: tuple[str, ...] = ("use_distributed_optimizer", "overlap_grad_reduce")
    if shards_itself:
        needed = needed[1:]
    missing = [("parallel", name) for name in needed if not getattr(parallel, name)]
    if parallel.overlap_param_gather and missing:
        settings = ticked(f"{dotted(path)}: true" for path in missing)
        yield Finding(
            f"`overlap_param_gather` is refused without {settings}; add what is missing, or "
            "remove it",
            facts.key(*GATHER),
            fixes=(
                Fix(f"Add {settings}", tuple(SetValue(path, True) for path in missing)),
                removal(facts, GATHER),
            ),
            evidence=tuple(dotted(path) for path in missing),
        )
    if parallel.tp_comm_overlap and not parallel.sequence_parallel:
        yield Finding(
            "`tp_comm_overlap` is refused without sequence parallelism; write "
            "`parallel.sequence_parallel: true`, or remove it",
            facts.key(*TP_OVERLAP),
            fixes=(set_to(("parallel", "sequence_parallel"), True), removal(facts, TP_OVERLAP)),
        )
    muon = training is not None and training.optimizer == "muon"
    refused = facts.holds(MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER)
    if catalog is not None and refused and muon and parallel.use_distributed_optimizer:
        yield Finding(
            f"`muon` is refused beside the distributed optimizer by {catalog.release}; remove "
            "`parallel.use_distributed_optimizer`",
            facts.value("training", "optimizer"),
            fixes=(removal(facts, ("parallel", "use_distributed_optimizer")),),
        )


def _set(facts: Facts, path: Path) -> bool:
    value = facts.setting(path)
    return value is not None and value is not False and value != 0 and not facts.is_idle(path)


RULE = Rule(
    "exclusive-settings",
    Severity.ERROR,
    "Settings refused together, or without what they need.",
    check,
)
