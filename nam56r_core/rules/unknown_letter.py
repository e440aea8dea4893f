"""unknown-letter: a character of the pattern that is no letter of the recipe alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LETTER_FAMILY, LETTER_OF
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import letter_to
from nam56r_core.rules.wording import letter_at, ticked
from nam56r_core.syntax.pattern import AuthoredLetter


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None:
        return
    for letter in facts.pattern.letters:
        if letter.text in LETTER_FAMILY or letter.text.upper() in LETTER_FAMILY:
            continue
        where = letter_at(
            letter.text, letter.letter_number, facts.plan.layers_of(letter.letter_number)
        )
        if letter.text in ("C", "c"):
            why = "is the name of a scope in prose, not a layer; remove it"
        elif facts.catalog is not None and facts.catalog.symbol(letter.text):
            why = (
                "is a symbol of Megatron's alphabet, not a letter of a recipe; write one of "
                f"{ticked(LETTER_FAMILY, 'or')}: the plan finds the symbols"
            )
        else:
            why = (
                f"{_looks(letter.text)}is no letter of the recipe alphabet; write one of "
                f"{ticked(LETTER_FAMILY, 'or')}"
            )
        yield Finding(f"{where} {why}", letter.location, fixes=tuple(_fixes(letter, facts)))


def _fixes(letter: AuthoredLetter, facts: Facts) -> Iterator[Fix]:
    """The letter for the same kind of layer, then none at all."""
    symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
    same = LETTER_OF.get(symbol.kind) if symbol else None
    if same:
        yield from letter_to(facts, letter, same)
    yield from letter_to(facts, letter, "")


def _looks(text: str) -> str:
    """The name of a character that can be mistaken for another, or not be seen at all."""
    if text.isascii() and text.isprintable() and text != " ":
        return ""
    return f"(U+{ord(text):04X}, {unicodedata.name(text, 'a control character').lower()}) "


RULE = Rule("unknown-letter", Severity.ERROR, "A letter that names no layer.", check)
