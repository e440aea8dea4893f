"""experts-without-sequence-parallel: experts and tensor parallelism train only with SP."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import EXPERTS_NEED_SEQUENCE_PARALLEL


def check(facts: Facts) -> Iterator[Finding]:
    catalog, parallel = facts.catalog, facts.recipe.parallel
    if catalog is None or parallel is None or parallel.sequence_parallel:
        return
    if (parallel.tensor_model_parallel_size or 1) == 1:
        return
    if facts.plan.has_experts and facts.holds(EXPERTS_NEED_SEQUENCE_PARALLEL):
        yield Finding(
            f"experts with tensor parallelism end in an error in the first step of "
            f"{catalog.release} (nothing before it complains); write "
            "`parallel.sequence_parallel: true`",
            facts.value("parallel", "tensor_model_parallel_size"),
            fixes=(set_to(("parallel", "sequence_parallel"), True),),
        )


RULE = Rule(
    "experts-without-sequence-parallel", Severity.ERROR, "Experts over TP without SP.", check
)
