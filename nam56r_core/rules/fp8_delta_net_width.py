"""fp8-delta-net-width: FP8 wants the Gated DeltaNet input projection in whole blocks."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    """Construction asserts it in every release that has `G` (0.17.1 gated_delta_net.py:140; run);
    blocks are 32 wide with the recipe mxfp8, else 16 (fp8_utils.py)."""
    precision, block = facts.recipe.precision, facts.recipe.G
    if precision is None or precision.fp8_format is None or block is None:
        return
    if LayerKind.GATED_DELTA_NET not in facts.plan.native_kinds:
        return
    key_width, keys = block.linear_key_head_dim, block.linear_num_key_heads
    value_width, values = block.linear_value_head_dim, block.linear_num_value_heads
    if key_width is None or keys is None or value_width is None or values is None:
        return
    projection = 2 * key_width * keys + 2 * value_width * values + 2 * values
    multiple = 32 if precision.fp8_recipe == "mxfp8" else 16
    if projection % multiple:
        yield Finding(
            f"with this FP8 recipe the input projection of `G` must be a multiple of {multiple} "
            f"wide, and its heads make it {projection}; change `G.linear_num_value_heads`",
            facts.value("G", "linear_num_value_heads"),
        )


RULE = Rule("fp8-delta-net-width", Severity.ERROR, "FP8 with an odd Gated DeltaNet width.", check)
