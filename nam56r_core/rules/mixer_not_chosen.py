"""mixer-not-chosen: `M` in a recipe that does not say which Mamba is meant."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import set_to
from nam56r_core.rules.wording import letter_at, numbers

MIXER = ("M", "mixer")


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None or (facts.recipe.M and facts.recipe.M.mixer):
        return
    for letter in facts.pattern.letters:
        if letter.text == "M":
            layers = facts.plan.layers_of(letter.letter_number)
            where = letter_at("M", letter.letter_number, layers)
            yield Finding(
                f"{where} is blocked: the recipe does not say which Mamba is meant; write "
                "`M.mixer: native` (Megatron's Mamba-2) or `M.mixer: authored` (your Mamba-3)",
                place_of_letter(letter),
                fixes=(set_to(MIXER, "native"), set_to(MIXER, "authored")),
                evidence=numbers(letter.letter_number, layers),
                absent_keys=(MIXER,),
            )


RULE = Rule("mixer-not-chosen", Severity.ERROR, "`M` without a mixer.", check)
