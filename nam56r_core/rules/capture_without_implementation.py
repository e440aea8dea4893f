"""capture-without-implementation: what to capture is said, and not by whom."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

CAPTURE = ("launch", "cuda_graph")
IMPLEMENTATION = (*CAPTURE, "cuda_graph_impl")


def check(facts: Facts) -> Iterator[Finding]:
    """Idle without `cuda_graph_impl` where the release has it (seen in a run)."""
    graph = facts.recipe.launch.cuda_graph if facts.recipe.launch else None
    catalog = facts.catalog
    if graph is None or catalog is None or catalog.flag("--cuda-graph-impl") is None:
        return
    if graph.cuda_graph_impl or graph.enable_cuda_graph or graph.external_cuda_graph:
        return
    for name in ("cuda_graph_scope", "cuda_graph_modules"):
        if getattr(graph, name):
            yield Finding(
                f"`{name}` does nothing without `launch.cuda_graph.cuda_graph_impl`, which says "
                f"who captures; add it, or remove `{name}`",
                facts.key(*CAPTURE, name),
                fixes=(
                    set_to(IMPLEMENTATION, "local"),
                    set_to(IMPLEMENTATION, "transformer_engine"),
                    removal(facts, (*CAPTURE, name)),
                ),
            )


RULE = Rule(
    "capture-without-implementation",
    Severity.WARNING,
    "Graph capture that is idle.",
    check,
    Tag.UNNECESSARY,
)
