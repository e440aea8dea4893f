"""Multi-token prediction: a suffix of the pattern, one part per depth, never a letter of it."""

from __future__ import annotations

from nam56r_core.layers import LayerKind
from nam56r_core.plan.model import MtpPlan
from nam56r_core.plan.reasons import (
    ExclusiveInPart,
    MtpNeverBuilt,
    MtpNotAsked,
    MtpParts,
    MtpReason,
    MtpRefusal,
    MtpWithoutDepths,
    NoTarget,
    SymbolNeedsExperts,
    UnknownSymbol,
)
from nam56r_core.plan.status import has_experts
from nam56r_core.recipe.model import MultiTokenPrediction, Recipe
from nam56r_core.syntax.pattern import PART_BREAK
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.target import Target

MTP_PART = "*-"
"""What one depth builds unless the recipe says otherwise: attention, then an MLP."""


def plan_mtp(recipe: Recipe, target: Target | None) -> MtpPlan:
    """What becomes of the recipe's `mtp` section on a target."""
    mtp = recipe.mtp
    depths = (mtp.mtp_num_layers or 0) if mtp else 0
    pattern = (mtp.pattern if mtp else None) or MTP_PART
    if depths == 0:
        reason: MtpReason = MtpWithoutDepths() if says_anything(mtp) else MtpNotAsked()
        return MtpPlan(0, pattern, False, reason)
    if target is None:
        return MtpPlan(depths, pattern, False, NoTarget())
    catalog = target.catalog
    separator = catalog.pattern.mtp_separator
    if separator is None:
        return MtpPlan(depths, pattern, False, MtpNeverBuilt())
    return MtpPlan(
        depths,
        pattern,
        True,
        MtpParts(separator, pattern),
        _refusal(pattern, recipe, catalog),
        catalog.kinds_in(pattern),
    )


def says_anything(mtp: MultiTokenPrediction | None) -> bool:
    """Whether a section asks for anything; an empty one takes back what a base says."""
    return mtp is not None and any(value is not None for _, value in mtp)


def _refusal(part: str, recipe: Recipe, catalog: Catalog) -> MtpRefusal | None:
    """Why a target would not build a part, None if it would.

    Symbols that exclude one another are looked for within the part only, as Megatron does.
    """
    for char in part:
        symbol = catalog.symbol(char)
        if symbol is None:
            return UnknownSymbol(char)
        if symbol.kind is LayerKind.MOE and not has_experts(recipe):
            return SymbolNeedsExperts(char)
    for left, right in catalog.exclusive:
        if left in part and right in part:
            return ExclusiveInPart(left, right)
    return None


def suffix(plan: MtpPlan, target: Target | None) -> str:
    """The parts behind the main pattern: `/*-/*-` for two depths, also for a target that has no
    separator for them."""
    separator = target.catalog.pattern.mtp_separator if target else None
    return ((separator or PART_BREAK) + plan.pattern) * plan.depths
