"""mamba-with-context-parallel: a release whose Mamba mixer cannot split a sequence."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.plan.status import MAMBA_SYMBOL
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import retarget, set_to
from nam56r_core.targets.judgments import MAMBA_IGNORES_CONTEXT_PARALLEL
from nam56r_core.targets.releases import V0_13

SIZE = ("parallel", "context_parallel_size")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, parallel = facts.catalog, facts.recipe.parallel
    if catalog is None or parallel is None or (parallel.context_parallel_size or 1) == 1:
        return
    mamba = any(verdict.symbol == MAMBA_SYMBOL for verdict in facts.plan.verdicts)
    if mamba and facts.holds(MAMBA_IGNORES_CONTEXT_PARALLEL):
        yield Finding(
            f"the Mamba mixer of {catalog.release} does not know about a split sequence and would "
            "compute wrong states in silence; set `parallel.context_parallel_size` to 1, or "
            f"retarget to {V0_13.tag} or later",
            facts.value(*SIZE),
            fixes=(set_to(SIZE, 1), *retarget(facts, V0_13.tag)),
        )


RULE = Rule(
    "mamba-with-context-parallel", Severity.ERROR, "Mamba over a split sequence on 0.12.", check
)
