"""mtp-expert-place: an expert layer of the MTP part whose loss has no place in the log."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.recipe.model import ExpertBlock
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal
from nam56r_core.rules.wording import ticked

BALANCING: Path = ("E", "moe_router_load_balancing_type")
LOSSES = {"moe_aux_loss_coeff": "the load-balancing loss", "moe_z_loss_coeff": "the z-loss"}


def check(facts: Facts) -> Iterator[Finding]:
    """The log of router losses has `num_layers + mtp_num_layers` places, and a layer of the part
    takes the place of its position in the part: one behind `mtp_num_layers` is an IndexError in
    the first step (0.17.1 router.py:466-474 and moe_utils.py:974, 0.19.0 router.py:588-600 and
    moe_logging.py:125; read)."""
    mtp, catalog, experts = facts.plan.mtp, facts.catalog, facts.recipe.E
    if not mtp.built or mtp.refused or catalog is None or experts is None:
        return
    symbol = catalog.symbol_for(LayerKind.MOE)
    places = [at for at, char in enumerate(mtp.pattern, 1) if symbol and char == symbol.char]
    losses = [key for key in LOSSES if _is_counted(experts, key)]
    if losses and places and places[-1] > mtp.depths:
        keys = ticked(f"E.{key}" for key in losses)
        yield Finding(
            f"the `E` at place {places[-1]} of the MTP part `{mtp.pattern}` lies behind "
            f"`mtp_num_layers` ({mtp.depths}), and {catalog.release} fails in the first step when "
            f"it logs {' and '.join(LOSSES[key] for key in losses)}; move `E` forward, or remove "
            f"{keys}",
            facts.value("mtp", "pattern"),
            facts.because(("E", losses[0]), "the loss is set here"),
            tuple(removal(facts, ("E", key)) for key in losses),
            evidence=(places[-1], mtp.depths, *losses),
        )


def _is_counted(experts: ExpertBlock, key: str) -> bool:
    """Whether a loss is computed at all."""
    weight = getattr(experts, key)
    if key == "moe_aux_loss_coeff" and experts.moe_router_load_balancing_type in (
        "none",
        "sinkhorn",
    ):
        return False
    return any(weight) if isinstance(weight, list) else bool(weight)


RULE = Rule(
    "mtp-expert-place",
    Severity.ERROR,
    "Experts in the MTP part behind the last place of the loss log.",
    check,
)
