"""dsa-with-context-parallel: sparse attention over a split sequence."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Arg
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import extra_arg, path_of, retarget, set_item, set_to
from nam56r_core.targets.judgments import (
    SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL,
    SPARSE_ATTENTION_GATHERS_CONTEXT,
)
from nam56r_core.targets.releases import V0_19

SIZE = ("parallel", "context_parallel_size")
COMMUNICATION = "--cp-comm-type"
GATHERED = f"{COMMUNICATION} allgather"


def check(facts: Facts) -> Iterator[Finding]:
    catalog, parallel = facts.catalog, facts.recipe.parallel
    if catalog is None or parallel is None or (parallel.context_parallel_size or 1) == 1:
        return
    if LayerKind.SPARSE_ATTENTION not in facts.plan.native_kinds or facts.lacks_mla:
        return
    given = next((arg for arg in facts.draft.args if arg.option == COMMUNICATION), None)
    sparse = facts.because(("A", "dsa"), "sparse attention is asked for here")
    if facts.holds(SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL):
        yield Finding(
            f"`D` is refused by {catalog.release} beside context parallelism; set "
            f"`parallel.context_parallel_size` to 1, or retarget to {V0_19.tag} or later",
            facts.value(*SIZE),
            sparse,
            fixes=(set_to(SIZE, 1), *retarget(facts, V0_19.tag)),
            identity=("excluded",),
        )
    elif facts.holds(SPARSE_ATTENTION_GATHERS_CONTEXT) and not _gathers(given):
        yield Finding(
            f"`D` with context parallelism is taken by {catalog.release} only with "
            f"`{GATHERED}`; {'write it' if given else 'add it to `extra_args`'}",
            facts.value(*SIZE),
            sparse,
            fixes=(_gather(given, facts),),
            identity=("gathered",),
            evidence=given.values if given else (),
        )


def _gathers(given: Arg | None) -> bool:
    """Whether every layer gathers; underscores and case do not count (transformer_config.py)."""
    return given is not None and all(
        value.replace("_", "").lower() == "allgather" for value in given.values
    )


def _gather(given: Arg | None, facts: Facts) -> Fix:
    if given is None:
        return extra_arg(facts, GATHERED)
    return set_item(facts, path_of(given.key), GATHERED, title=f"Write `{GATHERED}`")


RULE = Rule(
    "dsa-with-context-parallel", Severity.ERROR, "Sparse attention over a split sequence.", check
)
