"""sequence-parallel-without-tp: there is nothing to split with one tensor-parallel rank."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

SWITCH, RANKS = ("parallel", "sequence_parallel"), ("parallel", "tensor_model_parallel_size")


def check(facts: Facts) -> Iterator[Finding]:
    parallel = facts.recipe.parallel
    if parallel is None or not parallel.sequence_parallel:
        return
    if (parallel.tensor_model_parallel_size or 1) == 1:
        yield Finding(
            "sequence parallelism splits over tensor-parallel ranks, and there is one: Megatron "
            "switches it off again; remove it, or raise `parallel.tensor_model_parallel_size`",
            facts.key(*SWITCH),
            fixes=(removal(facts, SWITCH, safe=True), set_to(RANKS, 2)),
            absent_keys=() if parallel.tensor_model_parallel_size else (RANKS,),
        )


RULE = Rule(
    "sequence-parallel-without-tp",
    Severity.WARNING,
    "Sequence parallel with TP 1.",
    check,
    Tag.UNNECESSARY,
)
