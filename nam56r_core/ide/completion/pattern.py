"""Completion inside a pattern, one character at a time: letters of the recipe alphabet in
`pattern`, symbols of the target's in `mtp.pattern`.

Must not know how a place in a document is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.changes import Path
from nam56r_core.explanations.model import Link, Topic
from nam56r_core.ide.completion.insert import stays_bare, value_text
from nam56r_core.ide.completion.item import Completion, CompletionKind
from nam56r_core.ide.view import View
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.model import Verdict
from nam56r_core.plan.status import KIND_TITLE, judge, request
from nam56r_core.syntax.context import ValueContext
from nam56r_core.syntax.pattern import STAGE_BREAK
from nam56r_core.targets.catalog import Catalog
from nam56r_core.text import TextEdit, TextRange

AUTHORED: Path = ("pattern",)
PREDICTED: Path = ("mtp", "pattern")


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    detail: str
    documentation: Link


def pattern_completions(view: View, context: ValueContext, offset: int) -> Iterator[Completion]:
    """The characters that may be written at the cursor."""
    token = context.token
    where = token.content
    if token.range.length and not where.touches(offset):
        return
    before = view.source.slice(TextRange(where.start, offset))
    behind = view.source.slice(TextRange(offset, where.end)).rstrip()
    characters = _letters(view) if context.path == AUTHORED else _symbols(view)
    for index, character in enumerate(characters):
        text = character.text
        if text == STAGE_BREAK and not before.strip():
            continue
        here = TextRange(offset, offset)
        whole = before + text + behind
        in_brackets = context.surroundings.in_brackets
        is_bare = token.range.length > 0 and stays_bare(
            view.language, whole, in_brackets=in_brackets
        )
        if token.quote or is_bare:
            edit, filter_text = TextEdit(here, text), text
        else:
            new_text = value_text(view.language, whole, token, context.surroundings)
            edit, filter_text = TextEdit(token.range, new_text), before + text
        yield Completion(
            label=text,
            kind=CompletionKind.LETTER,
            detail=character.detail,
            documentation=character.documentation,
            edit=edit,
            sort_key=f"{index:03}",
            filter_text=filter_text,
            extra=context.surroundings.elsewhere,
        )


def catalog_shown(view: View) -> Catalog:
    """The catalog of the target, or of the newest release while none is chosen."""
    return view.catalog or view.facts.targets.newest.catalog


def symbols_of(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The symbols of a release, with what each builds."""
    for symbol in catalog.symbols:
        yield symbol.char, f"{KIND_TITLE[symbol.kind]}, {catalog.release}"


def _letters(view: View) -> Iterator[_Character]:
    """The recipe alphabet, with what the target makes of each letter under the settings."""
    for letter, family in view.facts.alphabet.families.items():
        verdicts = _verdicts(view, letter)
        statuses = " or ".join(dict.fromkeys(verdict.status.value for verdict in verdicts))
        reasons = "; ".join(
            dict.fromkeys(reason_words(one.reason, view.plan.target) for one in verdicts)
        )
        detail = f"{family.value.replace('_', ' ')}, {statuses}: {reasons}".replace("`", "")
        yield _Character(letter, detail, Link(Topic.TERM, f"letter-{letter.lower()}"))
    yield _Character(STAGE_BREAK, "stage break", Link(Topic.TERM, "stage-break"))


def _verdicts(view: View, letter: str) -> tuple[Verdict, ...]:
    """What the plan says of a letter; of one that it does not have, what it would say."""
    layers = [layer for layer in view.plan.layers if layer.letter == letter]
    if layers:
        return tuple(dict.fromkeys(layer.verdict for layer in layers))
    recipe = view.facts.recipe
    asked = request(letter, 0, recipe, view.facts.alphabet)
    # Symbols may exclude one another, so the layers that are there have a say.
    there = (layer.verdict.request for layer in view.plan.layers)
    return (judge([*dict.fromkeys(there), asked], recipe, view.facts.target)[asked],)


def _symbols(view: View) -> Iterator[_Character]:
    for symbol, detail in symbols_of(catalog_shown(view)):
        yield _Character(symbol, detail, Link(Topic.SYMBOL, symbol))
