"""too-few-microbatches: virtual stages need at least one micro batch per pipeline rank."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.model import Parallel
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    """The schedule ends the job in its first step (schedules.py, every release with stages);
    nothing before it looks. Without a known process count, one data-parallel rank is assumed,
    which is the most lenient."""
    pipeline, training = facts.plan.pipeline, facts.recipe.training
    if pipeline.virtual_size == 1 or pipeline.fault or training is None:
        return
    if training.global_batch_size is None or training.micro_batch_size is None:
        return
    batches = training.global_batch_size // (training.micro_batch_size * _data_parallel(facts))
    rest = batches % pipeline.size
    if batches < pipeline.size or rest:
        yield Finding(
            f"{batches} micro batches per step do not fill {pipeline.size} pipeline ranks with "
            "virtual stages evenly, and the schedule would end the job; make "
            "`global_batch_size` / (`micro_batch_size` × data-parallel ranks) a multiple of "
            f"{pipeline.size}",
            facts.value("training", "global_batch_size"),
        )


def _data_parallel(facts: Facts) -> int:
    torchrun = facts.recipe.launch.torchrun if facts.recipe.launch else None
    if torchrun is None or torchrun.nproc_per_node is None:
        return 1
    parallel = facts.recipe.parallel or Parallel()
    model = (
        (parallel.tensor_model_parallel_size or 1)
        * (parallel.pipeline_model_parallel_size or 1)
        * (parallel.context_parallel_size or 1)
    )
    return max(1, torchrun.nproc_per_node * (torchrun.nnodes or 1) // model)


RULE = Rule("too-few-microbatches", Severity.ERROR, "Virtual stages left without work.", check)
