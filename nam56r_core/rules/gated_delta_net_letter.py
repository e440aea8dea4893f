"""gated-delta-net-letter: an authored `D` is Gated DeltaNet, not Megatron's `D`."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None:
        return
    first = next((letter for letter in facts.pattern.letters if letter.text == "D"), None)
    if first is not None:
        yield Finding(
            "`D` in a recipe is Gated DeltaNet and lowers to Megatron's `G`; Megatron's own `D` is "
            "sparse attention (write `A` with `A.dsa` for that): write `G` to be read the same "
            "way everywhere",
            first.location,
        )


RULE = Rule(
    "gated-delta-net-letter", Severity.WARNING, "`D`, which two alphabets read differently.", check
)
