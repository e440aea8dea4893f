"""experts-not-in-target: `E` on a release whose hybrid alphabet has no experts."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import retarget
from nam56r_core.rules.wording import letter_at, numbers
from nam56r_core.targets.judgments import EXPERTS_EXCLUDE_SPEC, NATIVE_SINCE


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if facts.pattern is None or catalog is None or catalog.symbol_for(LayerKind.MOE):
        return
    chosen = facts.choice.chosen_elsewhere
    because = () if chosen else facts.because(("target",), "the target is chosen here")
    since = NATIVE_SINCE[LayerKind.MOE]
    excluded = (
        ", and no seam helps: its parser refuses `--num-experts` beside `--spec`"
        if facts.holds(EXPERTS_EXCLUDE_SPEC)
        else ""
    )
    for letter in facts.pattern.letters:
        if letter.text == "E":
            layers = facts.plan.layers_of(letter.letter_number)
            where = letter_at("E", letter.letter_number, layers)
            yield Finding(
                f"{where} has no symbol in {catalog.release}{chosen}{excluded}; retarget to "
                f"{since.tag} or later",
                place_of_letter(letter),
                because,
                fixes=retarget(facts, since.tag),
                evidence=numbers(letter.letter_number, layers),
            )


RULE = Rule(
    "experts-not-in-target", Severity.ERROR, "`E` on a release without hybrid experts.", check
)
