"""Explains the characters of Megatron's patterns: what each builds, release by release.

Must not know any recipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from nam56r_core import glossary
from nam56r_core.explain.model import Link, Meaning, SymbolFacts, SymbolInRelease, Topic
from nam56r_core.explain.terms import links_to
from nam56r_core.explain.wording import table, ticked
from nam56r_core.layers import LETTER_FAMILY
from nam56r_core.plan.status import KIND_TITLE
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.judgments import READS_NOTHING_OF
from nam56r_core.targets.releases import RELEASES, all_catalogs, release_index, release_of
from nam56r_core.targets.spans import releases_in_words

_STAGES = "marks the break between two pipeline stages"
_PARTS = "marks the beginning of a part for multi-token prediction"


def names(target: Catalog | None = None) -> tuple[str, ...]:
    """Every character, as the alphabet grew, separators last."""
    catalogs = all_catalogs() if target is None else (target,)
    layers = [symbol.char for catalog in catalogs for symbol in catalog.symbols]
    separators = [char for catalog in catalogs for char in _separators(catalog)]
    return tuple(dict.fromkeys((*layers, *separators)))


def spellings() -> tuple[str, ...]:
    """Every character, and every class that one builds."""
    builds = (symbol.builds for catalog in all_catalogs() for symbol in catalog.symbols)
    return tuple(dict.fromkeys((*names(), *builds)))


def find(name: str) -> tuple[str, ...]:
    """The character itself, or those that build a class of this name; case counts."""
    if name in names():
        return (name,)
    symbols = (symbol for catalog in all_catalogs() for symbol in catalog.symbols)
    return tuple(dict.fromkeys(symbol.char for symbol in symbols if symbol.builds == name))


def describe(char: str, target: Catalog | None = None) -> Meaning:
    """A character of the pattern; raises `KeyError` for one of no release."""
    facts = _facts(char)
    if not facts.releases:
        raise KeyError(char)
    noun = "separator" if facts.separator else "symbol"
    flags = dict.fromkeys(catalog.pattern.flag for catalog in all_catalogs())
    return Meaning(
        topic=Topic.SYMBOL,
        name=char,
        title=f"`{char}` (Megatron-LM {noun})",
        body="\n\n".join(_body(char, facts, target)),
        links=(
            *links_to(glossary.about_symbol(char)),
            *(Link(Topic.FLAG, option) for option in flags),
        ),
        facts=facts,
    )


def _separators(catalog: Catalog) -> tuple[str, ...]:
    pattern = catalog.pattern
    return tuple(char for char in (pattern.stage_separator, pattern.mtp_separator) if char)


@cache
def _facts(char: str) -> SymbolFacts:
    having: list[SymbolInRelease] = []
    separator = False
    for catalog in all_catalogs():
        symbol = catalog.symbol(char)
        if symbol is not None:
            others = [other.char for other in catalog.symbols if catalog.excludes(char, other.char)]
            having.append(SymbolInRelease(catalog.tag, symbol.kind, symbol.builds, tuple(others)))
        elif char in _separators(catalog):
            separator = True
            having.append(SymbolInRelease(catalog.tag, None, None, ()))
    return SymbolFacts(separator, _letters(having), tuple(having))


def _letters(having: list[SymbolInRelease]) -> tuple[str, ...]:
    """The recipe letters whose layers can be of the kind that the symbol builds."""
    terms = [term for here in having if here.kind for term in glossary.about_kind(here.kind.value)]
    return tuple(dict.fromkeys(letter for term in terms for letter in term.letters))


def _body(char: str, facts: SymbolFacts, target: Catalog | None) -> Iterator[str]:
    releases = [RELEASES[release_index(here.release)] for here in facts.releases]
    where = releases_in_words(releases)
    if target is not None and release_of(target) not in releases:
        yield f"Not in {target.tag}; {where}."
        return
    if facts.separator:
        marks = _STAGES if char == all_catalogs()[-1].pattern.stage_separator else _PARTS
        yield f"`{char}` {marks} ({where}); it builds nothing itself."
        return
    kind_values = dict.fromkeys(here.kind for here in facts.releases if here.kind)
    kinds = [KIND_TITLE[kind] for kind in kind_values]
    yield f"Builds {' or '.join(kinds)} and nothing else ({where})."
    unread = [flag for here in kind_values for flag in READS_NOTHING_OF.get(here, ())]
    if unread:
        named = " and ".join(f"`{flag}`" for flag in unread)
        yield f"It stays that with and without {named}, in silence."
    if target is None:
        yield table(("releases", "builds", "not in one part with"), _rows(facts.releases))
    else:
        yield _on_target(facts, target)
    yield _beside_letters(char, facts)


def _on_target(facts: SymbolFacts, target: Catalog) -> str:
    """The block that one release builds from the symbol."""
    here = next(here for here in facts.releases if here.release == target.tag)
    text = f"{target.release} builds `{here.builds}` from it."
    if here.excludes:
        text += f" It may not share a part of the pattern with {ticked(here.excludes)}."
    return text


def _rows(shown: Iterable[SymbolInRelease]) -> Iterator[tuple[str, str, str]]:
    """One row for each stretch of releases that agree."""
    for (builds, excludes), group in groupby(shown, lambda here: (here.builds, here.excludes)):
        releases = [RELEASES[release_index(here.release)] for here in group]
        yield releases_in_words(releases), f"`{builds}`", ticked(excludes) or "–"


def _beside_letters(char: str, facts: SymbolFacts) -> str:
    """How the symbol and the recipe letters stand to each other."""
    if not facts.letters:
        return "No recipe letter becomes it."
    letters = " or ".join(f"`{letter}`" for letter in facts.letters)
    text = f"Recipe letters that can become it: {letters}."
    if char in LETTER_FAMILY and char not in facts.letters:
        text += f" The recipe letter `{char}` is something else."
    return text
