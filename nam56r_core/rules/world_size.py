"""world-size: processes that the parallel sizes do not divide, and batches that do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.plural import counted
from nam56r_core.recipe.model import Parallel
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to

BATCH = ("training", "global_batch_size")
SIZES: tuple[Path, ...] = tuple(
    ("parallel", f"{what}_size")
    for what in (
        "tensor_model_parallel",
        "pipeline_model_parallel",
        "context_parallel",
        "expert_tensor_parallel",
        "expert_model_parallel",
    )
)
"""The sizes of the layout; one that is not written is 1, or that of TP."""


def check(facts: Facts) -> Iterator[Finding]:
    torchrun = facts.recipe.launch.torchrun if facts.recipe.launch else None
    if torchrun is None or torchrun.nproc_per_node is None:
        return
    world = torchrun.nproc_per_node * (torchrun.nnodes or 1)
    parallel = facts.recipe.parallel or Parallel()
    tp = parallel.tensor_model_parallel_size or 1
    pp = parallel.pipeline_model_parallel_size or 1
    dense = tp * pp * (parallel.context_parallel_size or 1)
    expert = (
        (parallel.expert_tensor_parallel_size or tp)
        * pp
        * (parallel.expert_model_parallel_size or 1)
    )
    where = facts.key("launch", "torchrun")
    for size, names in ((dense, "TP × PP × CP"), (expert, "expert TP × PP × EP")):
        if world % size:
            yield Finding(
                f"{counted(world, 'process', 'processes')} cannot be split into groups of {names} "
                f"({size}); change the layout or "
                "`launch.torchrun`",
                where,
                identity=(names,),
                evidence=(world, size),
                absent_keys=facts.unwritten(*SIZES),
            )
            return
    yield from _batch(facts, world // dense)


def _batch(facts: Facts, data_parallel: int) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None or not training.micro_batch_size or not training.global_batch_size:
        return
    step = training.micro_batch_size * data_parallel
    rest = training.global_batch_size % step
    if rest:
        yield Finding(
            f"`global_batch_size` ({training.global_batch_size}) is no multiple of "
            f"micro batch × data-parallel ranks ({training.micro_batch_size} × {data_parallel}); "
            "change one of them",
            facts.value(*BATCH),
            fixes=(set_to(BATCH, training.global_batch_size + step - rest),),
            evidence=(training.global_batch_size, training.micro_batch_size, data_parallel),
            absent_keys=facts.unwritten(*SIZES),
        )


RULE = Rule("world-size", Severity.ERROR, "Processes or a batch that do not fit the layout.", check)
