"""dsa-with-context-parallel: sparse attention over a split sequence."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import (
    SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL,
    SPARSE_ATTENTION_GATHERS_CONTEXT,
)

COMMUNICATION = "--cp-comm-type"


def check(facts: Facts) -> Iterator[Finding]:
    catalog, parallel = facts.catalog, facts.recipe.parallel
    if catalog is None or parallel is None or (parallel.context_parallel_size or 1) == 1:
        return
    if LayerKind.SPARSE_ATTENTION not in facts.plan.native_kinds:
        return
    where = facts.value("parallel", "context_parallel_size")
    if SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL.holds_for(catalog):
        yield Finding(
            f"`D` is refused by {catalog.release} beside context parallelism; set "
            "`context_parallel_size` to 1, or retarget",
            where,
        )
    elif SPARSE_ATTENTION_GATHERS_CONTEXT.holds_for(catalog) and not any(
        arg.option == COMMUNICATION and arg.values == ("allgather",) for arg in facts.draft.args
    ):
        yield Finding(
            f"`D` with context parallelism is taken by {catalog.release} only with "
            f"`{COMMUNICATION} allgather`; add it to `extra_args`",
            where,
        )


RULE = Rule(
    "dsa-with-context-parallel", Severity.ERROR, "Sparse attention over a split sequence.", check
)
