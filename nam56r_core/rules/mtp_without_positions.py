"""mtp-without-positions: plain attention in an MTP part beside MLA gets no rotary encoding."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LATENT_KINDS, LayerKind, Status
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import MLA_DROPS_THE_SHARED_ROPE

PART = ("mtp", "pattern")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, mtp = facts.catalog, facts.plan.mtp
    if (
        catalog is None
        or not mtp.built
        or mtp.refused
        or not facts.holds(MLA_DROPS_THE_SHARED_ROPE)
    ):
        return
    in_stack = {
        verdict.kind for verdict in facts.plan.verdicts if verdict.status is not Status.BLOCKED
    }
    plain = catalog.symbol_for(LayerKind.SELF_ATTENTION)
    if in_stack & LATENT_KINDS and plain is not None and plain.kind in mtp.kinds:
        latent = [symbol for symbol in catalog.symbols if symbol.kind in LATENT_KINDS]
        # The recipe has the settings of what is in its stack; others would ask for more.
        ready = [symbol for symbol in latent if symbol.kind in in_stack]
        better = [mtp.pattern.replace(plain.char, symbol.char) for symbol in ready or latent]
        yield Finding(
            f"the MTP part `{mtp.pattern}` has plain attention, and {catalog.release} builds no "
            "rotary encoding for it once the model is MLA: it would train without positions; "
            f"write `mtp.pattern` as {ticked(better, 'or')}",
            facts.value(*PART),
            fixes=tuple(set_to(PART, part) for part in better) if ready else (),
            evidence=(mtp.pattern,),
        )


RULE = Rule(
    "mtp-without-positions",
    Severity.WARNING,
    "MTP attention that loses its positions.",
    check,
    reports_absence=True,
)
