"""mtp-not-built: multi-token prediction that no model would have."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.mtp import says_anything
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, retarget
from nam56r_core.targets.judgments import MTP_SINCE

DEPTHS = ("mtp", "mtp_num_layers")


def check(facts: Facts) -> Iterator[Finding]:
    mtp, catalog = facts.plan.mtp, facts.catalog
    if mtp.depths == 0 and says_anything(facts.recipe.mtp):
        yield Finding(
            "`mtp` does not say how many tokens ahead are predicted, so no layer would be built "
            "for it; write `mtp.mtp_num_layers`, or remove `mtp`",
            facts.key("mtp"),
            fixes=(removal(facts, ("mtp",)),),
            identity=("no depths",),
            absent_keys=(DEPTHS,),
        )
    if catalog is None or mtp.depths == 0:
        return
    if not mtp.built:
        yield Finding(
            f"{catalog.release} accepts `--mtp-num-layers` for a hybrid stack and builds nothing; "
            f"retarget to {MTP_SINCE.tag} or later, or remove `mtp`",
            facts.value(*DEPTHS),
            fixes=(*retarget(facts, MTP_SINCE.tag), removal(facts, ("mtp",))),
        )
    elif mtp.refused is not None:
        yield Finding(
            f"the MTP part `{mtp.pattern}` cannot be built: "
            f"{reason_words(mtp.refused, facts.target)}; change `mtp.pattern`",
            facts.value("mtp", "pattern"),
            evidence=(mtp.pattern, mtp.refused),
        )


RULE = Rule(
    "mtp-not-built",
    Severity.ERROR,
    "MTP that the target would not build.",
    check,
    reports_absence=True,
)
