"""fp8-delta-net-width: FP8 wants the Gated DeltaNet input projection in whole blocks."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.recipe.model import GatedDeltaNetBlock
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to

VALUE_HEADS = ("G", "linear_num_value_heads")


def check(facts: Facts) -> Iterator[Finding]:
    """Construction asserts it in every release that has `G` (0.17.1 gated_delta_net.py:140; seen in
    a run); blocks are 32 wide with the recipe mxfp8, else 16 (0.19.0 fp8_utils.py:318)."""
    precision, block = facts.recipe.precision, facts.recipe.G
    if precision is None or precision.fp8_format is None or block is None:
        return
    if LayerKind.GATED_DELTA_NET not in facts.plan.own_kinds:
        return
    values = block.linear_num_value_heads
    projection = _projection(block, values)
    if values is None or projection is None:
        return
    multiple = 32 if precision.fp8_recipe == "mxfp8" else 16
    if projection % multiple:
        fitting = _fitting(block, values, multiple)
        step = f"write `G.linear_num_value_heads: {fitting}`" if fitting else "change one of them"
        yield Finding(
            f"with this FP8 recipe the input projection of `G` must be a multiple of {multiple} "
            f"wide, and its heads make it {projection}; {step}",
            facts.value(*VALUE_HEADS),
            fixes=(set_to(VALUE_HEADS, fitting),) if fitting else (),
            given=(multiple, projection),
        )


def _projection(block: GatedDeltaNetBlock, values: int | None) -> int | None:
    """Width of the input projection with so many value heads: queries and keys, values and their
    gate, and two numbers per head."""
    key_width, keys = block.linear_key_head_dim, block.linear_num_key_heads
    value_width = block.linear_value_head_dim
    if key_width is None or keys is None or value_width is None or values is None:
        return None
    return 2 * key_width * keys + 2 * value_width * values + 2 * values


def _fitting(block: GatedDeltaNetBlock, values: int, multiple: int) -> int | None:
    """The next number of value heads that fits, and is a multiple of the key heads."""
    keys = block.linear_num_key_heads or 1
    first = (values // keys + 1) * keys
    # The remainders come round again after `multiple` steps.
    candidates = range(first, first + multiple * keys, keys)
    return next((n for n in candidates if not (_projection(block, n) or 0) % multiple), None)


RULE = Rule("fp8-delta-net-width", Severity.ERROR, "FP8 with an odd Gated DeltaNet width.", check)
