"""too-few-microbatches: virtual stages need at least one micro batch per pipeline rank."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.plural import counted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to

BATCH = ("training", "global_batch_size")


def check(facts: Facts) -> Iterator[Finding]:
    """The schedule ends the job in its first step (schedules.py, every release with stages);
    nothing before it looks."""
    pipeline, training = facts.plan.pipeline, facts.recipe.training
    if pipeline.virtual_size == 1 or pipeline.fault or training is None:
        return
    micro = training.micro_batch_size
    if micro is None or (facts.may_hide(BATCH) and training.global_batch_size is None):
        return
    # Left out, it is one micro batch on each data-parallel rank (0.12.3 arguments.py:431,
    # 0.19.0:684).
    batch = training.global_batch_size or micro * facts.data_parallel_size
    batches = batch // (micro * facts.data_parallel_size)
    if batches < pipeline.size or batches % pipeline.size:
        even = micro * facts.data_parallel_size * pipeline.size
        yield Finding(
            f"{counted(batches, 'micro batch', 'micro batches')} per step cannot fill "
            f"{pipeline.size} pipeline ranks with virtual stages evenly, and the schedule "
            "would end the job; make `global_batch_size` / (`micro_batch_size` × data-parallel "
            f"ranks) a multiple of {pipeline.size}",
            facts.value(*BATCH),
            fixes=(set_to(BATCH, batch + -batch % even),),
            evidence=(batches, pipeline.size),
        )


RULE = Rule("too-few-microbatches", Severity.ERROR, "Virtual stages left without work.", check)
