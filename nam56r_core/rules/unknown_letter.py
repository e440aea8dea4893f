"""unknown-letter: a character of the pattern that is no letter of the recipe alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.changes import Fix, Path, ReplaceText, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LETTER_FAMILY, LETTER_OF, LayerKind
from nam56r_core.plan.mtp import PART_BREAK
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import letter_to
from nam56r_core.rules.wording import letter_at, numbers, ticked
from nam56r_core.syntax.pattern import STAGE_BREAK, AuthoredLetter, AuthoredPattern
from nam56r_core.text import TextRange

COUNT: Path = ("mtp", "mtp_num_layers")
PART: Path = ("mtp", "pattern")


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None or _is_unread(facts.pattern, facts):
        return
    part = _Part.of(facts.pattern)
    for letter in facts.pattern.letters:
        if letter.text in LETTER_FAMILY or letter.text.upper() in LETTER_FAMILY:
            continue
        layers = facts.plan.layers_of(letter.letter_number)
        where = letter_at(letter.text, letter.letter_number, layers)
        symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
        if letter.text in ("C", "c"):
            why = "is the name of a scope in prose, not a layer; remove it"
        elif part is not None and letter.text == PART_BREAK:
            why = (
                "begins a part of multi-token prediction in Megatron's alphabet; "
                f"{part.step(facts)}"
            )
        elif symbol is not None and part is not None and letter in part.letters:
            why = (
                "stands behind `/`, in a part of multi-token prediction, which is no part of "
                f"`pattern`; {part.step(facts)}"
            )
        elif symbol is not None:
            step = _said(letter, facts)
            why = f"is a symbol of Megatron's alphabet, not a letter of a recipe; {step}"
        else:
            why = (
                f"{_looks(letter.text)}is no letter of the recipe alphabet; write one of "
                f"{ticked(LETTER_FAMILY, 'or')}"
            )
        yield Finding(
            f"{where} {why}",
            place_of_letter(letter),
            fixes=tuple(_fixes(letter, part, facts)),
            what=(letter.text,),
            given=(symbol is not None, *numbers(letter.letter_number, layers)),
        )


def _is_unread(pattern: AuthoredPattern, facts: Facts) -> bool:
    """Whether the whole value is another finding, such as a date, whose digits are no letters."""
    return any(
        problem.location == pattern.location
        for tree in facts.inherited.trees
        for problem in tree.problems
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What a pattern of Megatron's says of multi-token prediction: from its first `/` on."""

    letters: tuple[AuthoredLetter, ...]

    @classmethod
    def of(cls, pattern: AuthoredPattern) -> _Part | None:
        letters = pattern.letters
        first = next((at for at, one in enumerate(letters) if one.text == PART_BREAK), None)
        return None if first is None else cls(letters[first:])

    @property
    def start(self) -> AuthoredLetter:
        return self.letters[0]

    @property
    def range(self) -> TextRange:
        """From the first `/` to the end of the last letter."""
        return TextRange(self.start.location.range.start, self.letters[-1].location.range.end)

    def said(self, facts: Facts) -> tuple[str, int] | None:
        """The symbols of one depth and the number of depths, where it says so much, in symbols that
        the target has, and `mtp` says nothing yet."""
        depths = "".join(one.text for one in self.letters).split(PART_BREAK)[1:]
        if not depths[0] or len(set(depths)) > 1 or facts.attempted(PART) or facts.attempted(COUNT):
            return None
        if STAGE_BREAK in self.start.location.source.slice(self.range):
            return None  # A stage break has no place in `mtp`, and must not vanish on the way.
        if facts.catalog and not all(map(facts.catalog.symbol, depths[0])):
            return None
        return depths[0], len(depths)

    def step(self, facts: Facts) -> str:
        said = self.said(facts)
        if said is None:
            return (
                "write its symbols as `mtp.pattern` and the number of its depths as "
                "`mtp.mtp_num_layers`, and remove it here"
            )
        symbols, depths = said
        return (
            f'write it as `mtp.pattern: "{symbols}"` with `mtp.mtp_num_layers: {depths}`, and '
            "remove it here"
        )

    def fixes(self, facts: Facts) -> Iterator[Fix]:
        """The whole part as keys of `mtp`, or gone where those say something already; nothing for
        a pattern that a base says."""
        said, start = self.said(facts), self.start.location
        if start.source is not facts.origins.document:
            return
        where = self.range
        out = ReplaceText(where, "")
        if said is not None:
            symbols, depths = said
            yield Fix(
                f"Write `{PART_BREAK}{symbols}` in `mtp`",
                (out, SetValue(COUNT, depths), SetValue(PART, symbols)),
            )
        elif facts.attempted(COUNT) or facts.attempted(PART):
            text = start.source.slice(where)
            yield Fix(f"Remove `{text}`", (out,))


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


def _fixes(letter: AuthoredLetter, part: _Part | None, facts: Facts) -> Iterator[Fix]:
    """The letter for the same kind of layer, then none at all. What stands in a part of
    multi-token prediction is no layer of the stack: it goes with its part, and no letter of it
    stays behind as one."""
    symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
    same = LETTER_OF.get(symbol.kind) if symbol else None
    if part is not None and letter in part.letters:
        yield from part.fixes(facts)
        return
    if same:
        yield from letter_to(facts, letter, same)
    yield from letter_to(facts, letter, "")


def _looks(text: str) -> str:
    """The name of a character that can be mistaken for another, or not be seen at all."""
    if text.isascii() and text.isprintable() and text != " ":
        return ""
    return f"(U+{ord(text):04X}, {unicodedata.name(text, 'a control character').lower()}) "


RULE = Rule("unknown-letter", Severity.ERROR, "A letter that names no layer.", check)
