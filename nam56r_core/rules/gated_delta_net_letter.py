"""gated-delta-net-letter: an authored `D` is Gated DeltaNet, not Megatron's `D`.

Who writes `D` may think in the other alphabet, so that no fix of it is safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import is_own, set_to


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None:
        return
    first = next((letter for letter in facts.pattern.letters if letter.text == "D"), None)
    if first is not None:
        yield Finding(
            "`D` in a recipe is Gated DeltaNet and lowers to Megatron's `G`, while Megatron's own "
            "`D` is sparse attention; write `G`, which both read alike, or `A` with `A.dsa` for "
            "sparse attention",
            place_of_letter(first),
            fixes=_every_letter(facts, facts.pattern.text),
        )


def _every_letter(facts: Facts, pattern: str) -> tuple[Fix, ...]:
    """The finding stands at the first `D` only and is about all of them."""
    if not is_own(facts, ("pattern",)):
        return ()
    return (set_to(("pattern",), pattern.replace("D", "G"), title="Write `G` for every `D`"),)


RULE = Rule(
    "gated-delta-net-letter", Severity.WARNING, "`D`, which two alphabets read differently.", check
)
