"""unknown-letter: a character of the pattern that is no letter of the recipe alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LETTER_FAMILY, LETTER_OF, LayerKind
from nam56r_core.plan.mtp import PART_BREAK
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import letter_to
from nam56r_core.rules.wording import letter_at, numbers, ticked
from nam56r_core.syntax.pattern import AuthoredLetter


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None:
        return
    for letter in facts.pattern.letters:
        if letter.text in LETTER_FAMILY or letter.text.upper() in LETTER_FAMILY:
            continue
        layers = facts.plan.layers_of(letter.letter_number)
        where = letter_at(letter.text, letter.letter_number, layers)
        symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
        if letter.text in ("C", "c"):
            why = "is the name of a scope in prose, not a layer; remove it"
        elif symbol is not None:
            step = _said(letter, facts)
            why = f"is a symbol of Megatron's alphabet, not a letter of a recipe; {step}"
        elif letter.text == PART_BREAK:
            why = (
                "begins a part of multi-token prediction in Megatron's alphabet; write its depths "
                'and its symbols in `mtp`: `mtp_num_layers: 1` and `pattern: "*-"` for `/*-`'
            )
        else:
            why = (
                f"{_looks(letter.text)}is no letter of the recipe alphabet; write one of "
                f"{ticked(LETTER_FAMILY, 'or')}"
            )
        yield Finding(
            f"{where} {why}",
            place_of_letter(letter),
            fixes=tuple(_fixes(letter, facts)),
            what=(letter.text,),
            given=(symbol is not None, *numbers(letter.letter_number, layers)),
        )


def _said(letter: AuthoredLetter, facts: Facts) -> str:
    """What a recipe writes for a symbol of the target."""
    symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
    same = LETTER_OF.get(symbol.kind) if symbol else None
    if same is None:
        return (
            "remove it: no letter stands for a dense MLP, which only a part of `mtp.pattern` can "
            "name"
        )
    beside = {
        LayerKind.MLA: " with `A.multi_latent_attention: true`",
        LayerKind.SPARSE_ATTENTION: " with `A.dsa`",
    }
    return (
        f"write `{same}`{beside.get(symbol.kind, '') if symbol else ''}: the plan finds the symbol"
    )


def _fixes(letter: AuthoredLetter, facts: Facts) -> Iterator[Fix]:
    """The letter for the same kind of layer, then none at all. What stands in a part of
    multi-token prediction is no layer of the stack, so it becomes no letter."""
    symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
    same = LETTER_OF.get(symbol.kind) if symbol else None
    before = facts.pattern.letters[: letter.letter_number - 1] if facts.pattern else ()
    if same and not any(other.text == PART_BREAK for other in before):
        yield from letter_to(facts, letter, same)
    yield from letter_to(facts, letter, "")


def _looks(text: str) -> str:
    """The name of a character that can be mistaken for another, or not be seen at all."""
    if text.isascii() and text.isprintable() and text != " ":
        return ""
    return f"(U+{ord(text):04X}, {unicodedata.name(text, 'a control character').lower()}) "


RULE = Rule("unknown-letter", Severity.ERROR, "A letter that names no layer.", check)
