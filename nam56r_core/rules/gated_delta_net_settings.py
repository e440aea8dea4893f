"""gated-delta-net-settings: what Gated DeltaNet layers need and nothing checks in time."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL


def check(facts: Facts) -> Iterator[Finding]:
    """Megatron looks at the head counts only with `--experimental-attention-variant`, which a
    pattern does not need (run, 0.17.1 to main)."""
    catalog, parallel, block = facts.catalog, facts.recipe.parallel, facts.recipe.G
    if catalog is None or LayerKind.GATED_DELTA_NET not in facts.plan.native_kinds:
        return
    split = parallel is not None and (parallel.context_parallel_size or 1) > 1
    if split and GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL.holds_for(catalog):
        yield Finding(
            f"`G` with context parallelism cannot be built by {catalog.release} (a TypeError on "
            "the GPU node); set `context_parallel_size` to 1, or retarget",
            facts.value("parallel", "context_parallel_size"),
        )
    if block is None:
        return
    keys, values = block.linear_num_key_heads, block.linear_num_value_heads
    if keys is not None and values is not None and values % keys:
        yield Finding(
            f"`G.linear_num_value_heads` ({values}) is no multiple of `G.linear_num_key_heads` "
            f"({keys}), and nothing in {catalog.release} checks it; change one of them",
            facts.value("G", "linear_num_value_heads"),
        )


RULE = Rule(
    "gated-delta-net-settings", Severity.ERROR, "Gated DeltaNet that cannot be built.", check
)
