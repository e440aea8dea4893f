"""fp8-mamba-width: FP8 wants the Mamba input projection in multiples of 16."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm

from nam56r_core.diagnostics import Severity
from nam56r_core.plan.status import MAMBA_SYMBOL
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import FP8_MAMBA_WIDTH_CHECKED

MULTIPLE = 16
HEADS = ("M", "mamba_num_heads")
SIZES = ("mamba_num_heads", "mamba_head_dim", "mamba_state_dim", "mamba_num_groups")
TP = ("parallel", "tensor_model_parallel_size")


@dataclass(frozen=True, slots=True)
class Mixer:
    """The sizes of a Mamba mixer, `tp` the ranks that it is split over."""

    heads: int
    width: int
    state: int
    groups: int
    tp: int

    def projection(self, heads: int) -> int:
        """Width of the input projection on one rank, with so many heads."""
        return (2 * heads * self.width + 2 * self.groups * self.state + heads) // self.tp

    def fitting(self) -> int | None:
        """The next number of heads that FP8 takes, and that divides over groups and ranks."""
        step = lcm(self.groups, self.tp)
        first = (self.heads // step + 1) * step
        # The remainders come round again after that many steps.
        candidates = range(first, first + MULTIPLE * step, step)
        fits = (heads for heads in candidates if self.projection(heads) % MULTIPLE == 0)
        return next(fits, None)


def check(facts: Facts) -> Iterator[Finding]:
    catalog, precision = facts.catalog, facts.recipe.precision
    if catalog is None or precision is None or precision.fp8_format is None:
        return
    if not facts.holds(FP8_MAMBA_WIDTH_CHECKED):
        return
    if not any(verdict.symbol == MAMBA_SYMBOL for verdict in facts.plan.verdicts):
        return
    mixer = _mixer(facts)
    if mixer is None or mixer.projection(mixer.heads) % MULTIPLE == 0:
        return
    fitting = mixer.fitting()
    yield Finding(
        f"with FP8 the Mamba input projection must be a multiple of {MULTIPLE} wide, and "
        f"{mixer.heads} heads make it {mixer.projection(mixer.heads)}"
        + (f" per TP rank ({mixer.tp})" if mixer.tp > 1 else "")
        + (
            f"; write `M.mamba_num_heads: {fitting}`" if fitting else "; change `M.mamba_state_dim`"
        ),
        facts.value(*HEADS),
        fixes=(set_to(HEADS, fitting),) if fitting else (),
        evidence=(mixer.heads, mixer.projection(mixer.heads), mixer.tp),
    )


def _mixer(facts: Facts) -> Mixer | None:
    """The effective sizes, None where one is unknown."""
    sizes = [facts.dimensions.number(("M", name)) for name in SIZES]
    heads, width, state, groups = sizes
    if heads is None or width is None or state is None or groups is None:
        return None
    return Mixer(heads, width, state, groups, facts.dimensions.number(TP) or 1)


RULE = Rule("fp8-mamba-width", Severity.ERROR, "FP8 with an odd Mamba projection.", check)
