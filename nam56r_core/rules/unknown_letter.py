"""unknown-letter: a character of the pattern that is no letter of the recipe alphabet, and what
stands behind `/`, which is no part of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from nam56r_core.alphabet import AUTHORED
from nam56r_core.changes import Applicability, Change, Fix, Path, ReplaceText, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule, place_of_letter
from nam56r_core.rules.fixes import letter_to
from nam56r_core.rules.wording import letter_at, numbers, ticked
from nam56r_core.syntax.pattern import (
    PART_BREAK,
    STAGE_BREAK,
    AuthoredLetter,
    Suffix,
)

COUNT: Path = ("mtp", "mtp_num_layers")
PART: Path = ("mtp", "pattern")
LATENT: Path = ("A", "multi_latent_attention")
LONGEST = 60
"""Characters of what stands behind `/` that a message repeats."""


def check(facts: Facts) -> Iterator[Finding]:
    pattern = facts.pattern
    node = facts.origins.scalar(("pattern",))
    if pattern is None or node is None or facts.is_unread(node):
        return  # of a date, the digits are no letters
    for letter in pattern.letters:
        if letter.text.upper() not in facts.alphabet:
            yield _letter(letter, facts)
    if pattern.suffix is not None:
        yield _suffix(pattern.suffix, facts)


def _is_look_alike(text: str) -> bool:
    """Whether it is a letter of another script: a layer is meant, which must not be lost."""
    return text.isalpha() and not text.isascii()


def _letter(letter: AuthoredLetter, facts: Facts) -> Finding:
    layers = facts.plan.layers_of(letter.letter_number)
    symbol = facts.catalog.symbol(letter.text) if facts.catalog else None
    if letter.text in ("C", "c"):
        why = "is the name of a scope in prose, not a layer; remove it"
    elif symbol is not None:
        step = _said(symbol.kind, facts)
        why = f"is a symbol of Megatron's alphabet, not a letter of a recipe; {step}"
    elif letter.text.isspace():
        why = f"{_looks(letter.text)}is no letter of the recipe alphabet; remove it"
    else:
        why = (
            f"{_looks(letter.text)}is no letter of the recipe alphabet; write one of "
            f"{ticked(facts.alphabet, 'or')}"
        )
    return Finding(
        f"{letter_at(letter.text, letter.letter_number, layers)} {why}",
        place_of_letter(letter),
        fixes=(
            *(_same_kind(letter, symbol.kind, facts) if symbol else ()),
            *(() if _is_look_alike(letter.text) else letter_to(facts, letter, "")),
        ),
        identity=(letter.text,),
        evidence=(symbol is not None, *numbers(letter.letter_number, layers)),
    )


def _said(kind: LayerKind, facts: Facts) -> str:
    """What a recipe writes for a symbol of the target."""
    letter = facts.alphabet.letters.get(kind)
    if letter is None:
        return (
            "remove it: no letter stands for a dense MLP, which only a part of `mtp.pattern` can "
            "name"
        )
    beside = " with `A.multi_latent_attention: true`" if _brings_mla(kind, facts) else ""
    return f"write `{letter}`{beside}: the plan finds the symbol"


def _brings_mla(kind: LayerKind, facts: Facts) -> bool:
    """Whether a symbol is MLA and the recipe does not say so yet."""
    return kind is LayerKind.MLA and facts.setting(LATENT) is not True


def _same_kind(letter: AuthoredLetter, kind: LayerKind, facts: Facts) -> Iterator[Fix]:
    """The letter for the same kind of layer, with the switch that it needs."""
    same = facts.alphabet.letters.get(kind)
    if same is None:
        return
    for fix in letter_to(facts, letter, same, safe=_is_just(kind, facts)):
        if _brings_mla(kind, facts):
            title = f"{fix.title} and set `A.multi_latent_attention` to `true`"
            fix = Fix(title, (*fix.changes, SetValue(LATENT, True)))
        yield fix


def _is_just(kind: LayerKind, facts: Facts) -> bool:
    """Whether the letter of a kind of attention can only become that kind in this recipe."""
    if not facts.is_whole or facts.is_misread(("A",)) or facts.written(("A", "dsa")):
        return False
    latent = facts.setting(LATENT) is True
    return latent if kind is LayerKind.MLA else kind is LayerKind.SELF_ATTENTION and not latent


def _suffix(suffix: Suffix, facts: Facts) -> Finding:
    """One finding about all of it: it is said in `mtp`, or not at all."""
    text = suffix.text
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    said = _depths(suffix, facts)
    step, fixes = _to_mtp(suffix, said, facts)
    if suffix.location.source is not facts.origins.document:
        fixes = ()
    return Finding(
        f"`{shown}` is multi-token prediction in Megatron's alphabet, which is no part of "
        f"`pattern`; {step}",
        KeyLocation(("pattern",), suffix.location),
        fixes=fixes,
        identity=(PART_BREAK,),
        evidence=(text,),
    )


def _to_mtp(
    suffix: Suffix, said: tuple[str, int] | None, facts: Facts
) -> tuple[str, tuple[Fix, ...]]:
    """The way from a suffix to `mtp`. A letter of it must not stay behind as a layer."""
    out = ReplaceText(suffix.location.range, "")
    if facts.attempted(COUNT) or facts.attempted(PART):
        same = said == (facts.plan.mtp.pattern, facts.plan.mtp.depths)
        step = "`mtp` says the same: " if same else "`mtp` says already what is predicted: "
        removed = Fix(f"Remove `{suffix.text}`", (out,), Applicability.of(same))
        also, fixes = _as_breaks(suffix, said)
        return f"{step}remove it here{also}", (removed, *fixes)
    if said is not None:
        symbols, depths = said
        changes: tuple[Change, ...] = (out, SetValue(COUNT, depths), SetValue(PART, symbols))
        return (
            f'write it as `mtp.pattern: "{symbols}"` with `mtp.mtp_num_layers: {depths}`, and '
            "remove it here",
            (Fix(f"Write `{PART_BREAK}{symbols}` in `mtp`", changes),),
        )
    if not any(suffix.parts):
        return "nothing stands behind it: remove it", (Fix(f"Remove `{suffix.text}`", (out,)),)
    differ = "its parts differ, and `mtp` has one for all depths: "
    also, fixes = _as_breaks(suffix, said)
    return (
        f"{differ if len(set(suffix.parts)) > 1 else ''}write the symbols of one part as "
        "`mtp.pattern` and the number of parts as `mtp.mtp_num_layers`, and remove it here" + also,
        fixes,
    )


def _as_breaks(suffix: Suffix, said: tuple[str, int] | None) -> tuple[str, tuple[Fix, ...]]:
    """What is no part in symbols but could be letters may stand behind a stage break."""
    if said is not None or not set("".join(suffix.parts)) <= set(AUTHORED):
        return "", ()
    broken = suffix.text.replace(PART_BREAK, STAGE_BREAK)
    fix = Fix(f"Write `{broken}`", (ReplaceText(suffix.location.range, broken),))
    return f", or write `{STAGE_BREAK}` for a stage break", (fix,)


def _depths(suffix: Suffix, facts: Facts) -> tuple[str, int] | None:
    """The symbols of one depth and the number of depths, where a suffix says so much, in symbols
    that the target has."""
    first, *others = suffix.parts
    if not first or any(part != first for part in others):
        return None
    # A stage break has no place in `mtp`, and must not vanish on the way.
    if STAGE_BREAK in first or (facts.catalog and not all(map(facts.catalog.symbol, first))):
        return None
    return first, len(suffix.parts)


def _looks(text: str) -> str:
    """The name of a character that can be mistaken for another, or not be seen at all."""
    if text.isascii() and text.isprintable() and text != " ":
        return ""
    return f"(U+{ord(text):04X}, {unicodedata.name(text, 'a control character').lower()}) "


RULE = Rule("unknown-letter", Severity.ERROR, "A letter that names no layer.", check)
