"""Explains the characters of Megatron's patterns: what each builds, release by release.

Must not know any recipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from nam56r_core import glossary
from nam56r_core.alphabet import AUTHORED
from nam56r_core.explanations.model import Link, Meaning, SymbolFacts, SymbolInRelease, Topic
from nam56r_core.explanations.terms import links_to
from nam56r_core.explanations.wording import table, ticked
from nam56r_core.plan.status import KIND_TITLE
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.judgments import READS_NOTHING_OF
from nam56r_core.targets.releases import release_named
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, known_target

_STAGES = "marks the break between two pipeline stages"
_PARTS = "marks the beginning of a part for multi-token prediction"


def names(target: Target | None = None) -> tuple[str, ...]:
    """Every character, as the alphabet grew, separators last."""
    catalogs = KNOWN.catalogs if target is None else (target.catalog,)
    layers = [symbol.char for catalog in catalogs for symbol in catalog.symbols]
    separators = [char for catalog in catalogs for char in _separators(catalog)]
    return tuple(dict.fromkeys((*layers, *separators)))


def spellings() -> tuple[str, ...]:
    """Every character, and every class that one builds."""
    builds = (symbol.builds for catalog in KNOWN.catalogs for symbol in catalog.symbols)
    return tuple(dict.fromkeys((*names(), *builds)))


def find(name: str, target: Target | None = None) -> tuple[str, ...]:
    """The character itself, or those that build a class of this name; case counts."""
    if name in names() or name in names(target):
        return (name,)
    catalogs = KNOWN.catalogs if target is None else (*KNOWN.catalogs, target.catalog)
    symbols = (symbol for catalog in catalogs for symbol in catalog.symbols)
    return tuple(dict.fromkeys(symbol.char for symbol in symbols if symbol.builds == name))


def describe(char: str, target: Target | None = None) -> Meaning:
    """A character of the pattern; raises `KeyError` for one that neither the target nor any
    release has."""
    facts = _facts(char)
    here = _on(char, target.catalog) if target else None
    if not facts.releases and here is None:
        raise KeyError(char)
    if not facts.releases and here is not None:
        facts = SymbolFacts(here.kind is None, _letters([here]), (here,))
    noun = "separator" if facts.separator else "symbol"
    flags = dict.fromkeys(catalog.pattern.flag for catalog in KNOWN.catalogs)
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
    for catalog in KNOWN.catalogs:
        found = _on(char, catalog)
        if found is not None:
            separator = separator or found.kind is None
            having.append(found)
    return SymbolFacts(separator, _letters(having), tuple(having))


def _on(char: str, catalog: Catalog) -> SymbolInRelease | None:
    """What a catalog builds from a character; None where it has none of that name."""
    symbol = catalog.symbol(char)
    if symbol is not None:
        others = [other.char for other in catalog.symbols if catalog.excludes(char, other.char)]
        return SymbolInRelease(catalog.tag, symbol.kind, symbol.builds, tuple(others))
    return SymbolInRelease(catalog.tag, None, None, ()) if char in _separators(catalog) else None


def _letters(having: list[SymbolInRelease]) -> tuple[str, ...]:
    """The recipe letters whose layers can be of the kind that the symbol builds."""
    terms = [term for here in having if here.kind for term in glossary.about_kind(here.kind.value)]
    return tuple(dict.fromkeys(letter for term in terms for letter in term.letters))


def _body(char: str, facts: SymbolFacts, target: Target | None) -> Iterator[str]:
    where = _in_words(facts.releases)
    here = _on(char, target.catalog) if target else None
    if target is not None and here is None:
        yield f"Not in {target.name}; {where}."
        return
    if facts.separator:
        marks = _STAGES if char == KNOWN.newest.catalog.pattern.stage_separator else _PARTS
        yield f"`{char}` {marks} ({where}); it builds nothing itself."
        return
    shown = facts.releases if here is None else (*facts.releases, here)
    kind_values = dict.fromkeys(one.kind for one in shown if one.kind)
    kinds = [KIND_TITLE[kind] for kind in kind_values]
    yield f"Builds {' or '.join(kinds)} and nothing else ({where})."
    unread = [flag for kind in kind_values for flag in READS_NOTHING_OF.get(kind, ())]
    if unread:
        named = " and ".join(f"`{flag}`" for flag in unread)
        yield f"It stays that with and without {named}, in silence."
    if target is None or here is None:
        yield table(("releases", "builds", "not in one part with"), _rows(facts.releases))
    else:
        yield _on_target(here, target)
    yield _beside_letters(char, facts)


def _on_target(here: SymbolInRelease, target: Target) -> str:
    """The block that the target builds from the symbol."""
    text = f"{target.short_name} builds `{here.builds}` from it."
    if here.excludes:
        text += f" It may not share a part of the pattern with {ticked(here.excludes)}."
    return text


def _rows(shown: Iterable[SymbolInRelease]) -> Iterator[tuple[str, str, str]]:
    """One row for each stretch of releases that agree."""
    for (builds, excludes), group in groupby(shown, lambda here: (here.builds, here.excludes)):
        yield _in_words(tuple(group)), f"`{builds}`", ticked(excludes) or "–"


def _in_words(shown: Sequence[SymbolInRelease]) -> str:
    """The known releases among those that have a symbol, as spans."""
    known = [here for here in shown if here.release in KNOWN.names]
    return KNOWN.in_words([known_target(release_named(here.release)) for here in known])


def _beside_letters(char: str, facts: SymbolFacts) -> str:
    """How the symbol and the recipe letters stand to each other."""
    if not facts.letters:
        return "No recipe letter becomes it."
    letters = " or ".join(f"`{letter}`" for letter in facts.letters)
    text = f"Recipe letters that can become it: {letters}."
    if char in AUTHORED and char not in facts.letters:
        text += f" The recipe letter `{char}` is something else."
    return text
