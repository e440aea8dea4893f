"""The glossary: one Markdown file per term, and the index that finds them by any of their names.

A file begins with front matter whose values are JSON (which is YAML, too):

    ---
    aliases: ["MLA", "latent attention"]
    letters: ["A"]
    ---
    # Multi-head latent attention (MLA)

Its first heading is the title, the rest is the text; links lead to files beside it. Must not know
recipes, rules or releases: what a term applies to is written in its file and checked by tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nam56r_core._resources import bundled_names, bundled_text
from nam56r_core.spelling import nearest

_FOLDER = "glossary"
_SUFFIX = ".md"
_FENCE = "---\n"
_HEADING = re.compile(r"# (?P<title>.+)\n")
_LINK = re.compile(r"\]\((?P<stem>[a-z0-9-]+)\.md\)")
_GAP = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the field. `name` is the file's, in kebab case; `text` is Markdown without the
    title; `links` are the names of other terms, those in the text first.

    What the term is about: recipe `letters`, layer `kinds` (values of `LayerKind`), Megatron
    `symbols`, recipe `keys` with their sections, and `flags` with their dashes.
    """

    name: str
    title: str
    text: str
    links: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the term is found by."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A name that no term has; `nearest` are names that somebody may have meant."""

    name: str
    nearest: tuple[str, ...]


@cache
def terms() -> Mapping[str, Term]:
    """Every term by its name, in alphabetical order."""
    return {name: _read(name) for name in bundled_names(_FOLDER, suffix=_SUFFIX)}


def find(name: str) -> Term | UnknownTerm:
    """The term with this name or alias.

    Case, spaces, `-` and `_` do not count, except in a name of one character: `M` is a letter and
    `m` is none.
    """
    found = _by_name().get(_folded(name))
    if found is not None:
        return terms()[found]
    return UnknownTerm(name, nearest(name, (known for term in _all() for known in term.names)))


def about_kind(kind: str) -> tuple[Term, ...]:
    """The terms about a kind of layer, given as the value of its `LayerKind`; alphabetically, as
    everything below."""
    return tuple(term for term in _all() if kind in term.kinds)


def about_symbol(char: str) -> tuple[Term, ...]:
    """The terms about a character of Megatron's patterns."""
    return tuple(term for term in _all() if char in term.symbols)


def about_key(dotted: str) -> tuple[Term, ...]:
    """The terms about a recipe key, given with its sections: `E.num_experts`."""
    return tuple(term for term in _all() if dotted in term.keys)


def about_flag(option: str) -> tuple[Term, ...]:
    """The terms about a Megatron flag, given with its dashes."""
    return tuple(term for term in _all() if option in term.flags)


def _all() -> tuple[Term, ...]:
    return tuple(terms().values())


@cache
def _by_name() -> Mapping[str, str]:
    return {_folded(known): term.name for term in _all() for known in term.names}


def _folded(name: str) -> str:
    return name if len(name) == 1 else _GAP.sub("-", name.strip().casefold())


def _read(name: str) -> Term:
    """One file; raises `ValueError` for one that is not written as it should be."""
    parts = bundled_text(_FOLDER, name + _SUFFIX).split(_FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError(f"glossary/{name}.md: no front matter")
    _, front, body = parts
    heading = _HEADING.match(body.lstrip("\n"))
    if heading is None:
        raise ValueError(f"glossary/{name}.md: no title")
    text = body.lstrip("\n")[heading.end() :].strip("\n")
    fields = dict(_field(name, line) for line in front.splitlines())
    links = dict.fromkeys(found["stem"] for found in _LINK.finditer(text))
    links.update(dict.fromkeys(fields.pop("related", ())))
    return Term(name, heading["title"], text, tuple(links), **fields)


def _field(name: str, line: str) -> tuple[str, tuple[str, ...]]:
    key, _, value = line.partition(":")
    words = json.loads(value)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"glossary/{name}.md: {key} is no list of texts")
    return key, tuple(words)
