"""fp8-delta-net-width: FP8 wants the Gated DeltaNet input projection in whole blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to

VALUE_HEADS = ("G", "linear_num_value_heads")
SIZES = (
    "linear_key_head_dim",
    "linear_num_key_heads",
    "linear_value_head_dim",
    "linear_num_value_heads",
)


@dataclass(frozen=True, slots=True)
class Heads:
    """The sizes of a Gated DeltaNet layer: widths in features, and how many heads."""

    key_width: int
    keys: int
    value_width: int
    values: int

    def projection(self, values: int) -> int:
        """Width of the input projection with so many value heads: queries and keys, values and
        their gate, and two numbers per head."""
        return 2 * self.key_width * self.keys + 2 * self.value_width * values + 2 * values

    def fitting(self, multiple: int) -> int | None:
        """The next number of value heads that fits, and is a multiple of the key heads."""
        first = (self.values // self.keys + 1) * self.keys
        # The remainders come round again after `multiple` steps.
        candidates = range(first, first + multiple * self.keys, self.keys)
        return next((n for n in candidates if self.projection(n) % multiple == 0), None)


def check(facts: Facts) -> Iterator[Finding]:
    """Construction asserts it in every release that has `G` (0.17.1 gated_delta_net.py:140; seen in
    a run); blocks are 32 wide with the recipe mxfp8, else 16 (0.19.0 fp8_utils.py:318)."""
    precision = facts.recipe.precision
    if precision is None or precision.fp8_format is None:
        return
    heads = _heads(facts)
    if heads is None or LayerKind.GATED_DELTA_NET not in facts.plan.own_kinds:
        return
    multiple = 32 if precision.fp8_recipe == "mxfp8" else 16
    projection = heads.projection(heads.values)
    if projection % multiple:
        fitting = heads.fitting(multiple)
        step = f"write `G.linear_num_value_heads: {fitting}`" if fitting else "change one of them"
        yield Finding(
            f"with this FP8 recipe the input projection of `G` must be a multiple of {multiple} "
            f"wide, and its heads make it {projection}; {step}",
            facts.value(*VALUE_HEADS),
            fixes=(set_to(VALUE_HEADS, fitting),) if fitting else (),
            evidence=(multiple, projection),
        )


def _heads(facts: Facts) -> Heads | None:
    """The effective sizes, None where one is unknown."""
    key_width, keys, value_width, values = (facts.dimensions.number(("G", name)) for name in SIZES)
    if key_width is None or keys is None or value_width is None or values is None:
        return None
    return Heads(key_width, keys, value_width, values)


RULE = Rule("fp8-delta-net-width", Severity.ERROR, "FP8 with an odd Gated DeltaNet width.", check)
