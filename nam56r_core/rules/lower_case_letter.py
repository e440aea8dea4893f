"""lower-case-letter: letters of a pattern are upper case."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import letter_to
from nam56r_core.rules.wording import letter_at, numbers


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None:
        return
    for letter in facts.pattern.letters:
        upper = letter.text.upper()
        if letter.text not in facts.alphabet and upper in facts.alphabet:
            layers = facts.plan.layers_of(letter.letter_number)
            yield Finding(
                f"{letter_at(letter.text, letter.letter_number, layers)} is lower case; "
                f"write `{upper}`",
                place_of_letter(letter),
                fixes=letter_to(facts, letter, upper, safe=True),
                identity=(letter.text,),
                evidence=numbers(letter.letter_number, layers),
            )


RULE = Rule("lower-case-letter", Severity.ERROR, "A letter in lower case.", check)
