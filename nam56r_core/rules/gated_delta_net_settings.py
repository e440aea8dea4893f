"""gated-delta-net-settings: what Gated DeltaNet layers need and nothing checks in time."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import retarget, set_to
from nam56r_core.targets.judgments import GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL
from nam56r_core.targets.releases import V0_19

CONTEXT = ("parallel", "context_parallel_size")
KEY_HEADS = ("G", "linear_num_key_heads")
VALUE_HEADS = ("G", "linear_num_value_heads")


def check(facts: Facts) -> Iterator[Finding]:
    """Megatron looks at the head counts only with `--experimental-attention-variant`, which a
    pattern does not need (seen in runs of 0.17.1 to main)."""
    catalog, parallel = facts.catalog, facts.recipe.parallel
    if catalog is None or LayerKind.GATED_DELTA_NET not in facts.plan.own_kinds:
        return
    split = parallel is not None and (parallel.context_parallel_size or 1) > 1
    if split and facts.holds(GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL):
        yield Finding(
            f"`G` with context parallelism cannot be built by {catalog.release} (a TypeError on "
            f"the GPU node); set `parallel.context_parallel_size` to 1, or retarget to {V0_19.tag} "
            "or later",
            facts.value(*CONTEXT),
            fixes=(set_to(CONTEXT, 1), *retarget(facts, V0_19.tag)),
        )
    keys = facts.dimensions.number(KEY_HEADS)
    values = facts.dimensions.number(VALUE_HEADS)
    if keys is not None and values is not None and values % keys:
        # Each key head is repeated a whole number of times (0.19.0 gated_delta_net/common.py:419).
        yield Finding(
            f"`G.linear_num_value_heads` ({values}) is no multiple of `G.linear_num_key_heads` "
            f"({keys}), and nothing in {catalog.release} checks that before the kernels run; "
            "change one of them",
            facts.value(*VALUE_HEADS),
            facts.because(("G", "linear_num_key_heads"), "key heads are here"),
            (set_to(VALUE_HEADS, (values // keys + 1) * keys),),
            evidence=(values, keys),
        )


RULE = Rule(
    "gated-delta-net-settings", Severity.ERROR, "Gated DeltaNet that cannot be built.", check
)
