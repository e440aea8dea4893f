"""hybrid-model-switch: up to 0.16 a hybrid model that does not say that it is one."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import HYBRID_MODEL_IS_A_SWITCH

SWITCH: Path = ("model", "is_hybrid_model")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, chosen = facts.catalog, facts.choice.chosen_elsewhere
    if catalog is None or not facts.holds(HYBRID_MODEL_IS_A_SWITCH):
        return
    if facts.plan.verdicts and facts.setting(SWITCH) is None:
        yield Finding(
            f"without `--is-hybrid-model` {catalog.release}{chosen} logs FLOPs and memory as of a "
            "transformer, and starts output layers with smaller weights (std / √(2 × layers) "
            "instead of std / √layers); set `model.is_hybrid_model: true`, or `false` to keep both",
            facts.value("target"),
            fixes=(set_to(SWITCH, True), set_to(SWITCH, False)),
            absent_keys=(SWITCH,),
        )


RULE = Rule(
    "hybrid-model-switch",
    Severity.WARNING,
    "Up to 0.16: a hybrid whose FLOPs and initial weights are those of a transformer.",
    check,
)
