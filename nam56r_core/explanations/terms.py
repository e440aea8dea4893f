"""Explains the terms of the glossary.

Must not know what the terms are.
"""

from __future__ import annotations

from nam56r_core import glossary
from nam56r_core.explanations.model import Link, Meaning, TermFacts, Topic
from nam56r_core.explanations.wording import unlinked
from nam56r_core.glossary import Term
from nam56r_core.targets.target import Target


def names(target: Target | None = None) -> tuple[str, ...]:
    """Every term, alphabetically."""
    return tuple(glossary.terms())


def spellings() -> tuple[str, ...]:
    """Every name and alias."""
    return tuple(known for term in glossary.terms().values() for known in term.names)


def find(name: str, target: Target | None = None) -> tuple[str, ...]:
    """The term with this name or alias."""
    found = glossary.find(name)
    return (found.name,) if isinstance(found, Term) else ()


def describe(name: str, target: Target | None = None) -> Meaning:
    """A term; raises `KeyError` for a name that is none."""
    term = glossary.terms()[name]
    return Meaning(
        topic=Topic.TERM,
        name=name,
        title=term.title,
        body=unlinked(term.text),
        links=(
            *(Link(Topic.TERM, other) for other in term.links),
            *(Link(Topic.KEY, key) for key in term.keys),
            *(Link(Topic.FLAG, option) for option in term.flags),
            *(Link(Topic.SYMBOL, char) for char in term.symbols),
        ),
        facts=TermFacts(
            term.aliases, term.letters, term.kinds, term.symbols, term.keys, term.flags
        ),
    )


def links_to(terms: tuple[Term, ...]) -> tuple[Link, ...]:
    """Links to the terms about something."""
    return tuple(Link(Topic.TERM, term.name) for term in terms)
