"""sparse-attention-without-sequence-parallel: absorbed MLA over TP needs SP."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import SPARSE_ATTENTION_NEEDS_SEQUENCE_PARALLEL


def check(facts: Facts) -> Iterator[Finding]:
    catalog, parallel = facts.catalog, facts.recipe.parallel
    if catalog is None or facts.lacks_mla or parallel is None or parallel.sequence_parallel:
        return
    if (parallel.tensor_model_parallel_size or 1) == 1:
        return
    sparse = LayerKind.SPARSE_ATTENTION in facts.plan.native_kinds
    if sparse and facts.holds(SPARSE_ATTENTION_NEEDS_SEQUENCE_PARALLEL):
        yield Finding(
            f"`D` over several tensor-parallel ranks cannot be built by {catalog.release} without "
            "sequence parallelism; write `parallel.sequence_parallel: true`",
            facts.value("parallel", "tensor_model_parallel_size"),
            fixes=(set_to(("parallel", "sequence_parallel"), True),),
        )


RULE = Rule(
    "sparse-attention-without-sequence-parallel",
    Severity.ERROR,
    "Sparse attention over TP without SP.",
    check,
)
