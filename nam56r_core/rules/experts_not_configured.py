"""experts-not-configured: `E` in a recipe that does not say what its experts are."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Applicability, Fix, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.wording import letter_at, numbers

COUNT = ("E", "num_experts")

SIZES = (
    SetValue(COUNT, 8),
    SetValue(("E", "moe_router_topk"), 2),
    SetValue(("E", "moe_ffn_hidden_size"), 1024),
)
"""Sizes to begin with, which only the author can put right."""


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None or facts.setting(COUNT) is not None:
        return
    for letter in facts.pattern.letters:
        if letter.text == "E":
            layers = facts.plan.layers_of(letter.letter_number)
            where = letter_at("E", letter.letter_number, layers)
            yield Finding(
                f"{where} is blocked: the recipe configures no experts; set `E.num_experts`, or "
                "remove the letter (it is never turned into `-` or `*`)",
                place_of_letter(letter),
                fixes=(_sizes(facts),),
                evidence=numbers(letter.letter_number, layers),
                absent_keys=(COUNT,),
            )


def _sizes(facts: Facts) -> Fix:
    """Say what the recipe does not say yet."""
    missing = tuple(size for size in SIZES if not facts.attempted(size.path))
    names = ", ".join(f"`{dotted(size.path)}: {size.value}`" for size in missing)
    return Fix(f"Set {names} (sizes to replace)", missing, Applicability.DISPLAY_ONLY)


RULE = Rule("experts-not-configured", Severity.ERROR, "`E` without MoE settings.", check)
