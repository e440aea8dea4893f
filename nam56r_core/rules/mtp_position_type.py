"""mtp-position-type: multi-token prediction takes rope or no positions only."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import MTP_POSITION_TYPES, POSITION_TYPES_BUILT

POSITIONS = ("model", "position_embedding_type")


def check(facts: Facts) -> Iterator[Finding]:
    model = facts.recipe.model
    if facts.plan.mtp.depths == 0:
        return
    written = model.position_embedding_type if model else None
    if written in MTP_POSITION_TYPES or not (written is None or written in POSITION_TYPES_BUILT):
        return  # what no hybrid model builds is refused without multi-token prediction, too
    what = f"`{written}` is" if written else "Megatron's default `learned_absolute` is"
    yield Finding(
        f"{what} refused beside multi-token prediction; write "
        f"`model.position_embedding_type` as {ticked(MTP_POSITION_TYPES, 'or')}",
        facts.value(*POSITIONS),
        facts.because(("mtp",), "multi-token prediction is asked for here"),
        tuple(set_to(POSITIONS, kind) for kind in MTP_POSITION_TYPES),
        evidence=(written,),
    )


RULE = Rule(
    "mtp-position-type",
    Severity.ERROR,
    "MTP with a position type it refuses.",
    check,
    reports_absence=True,
)
