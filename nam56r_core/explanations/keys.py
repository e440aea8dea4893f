"""Explains recipe keys: what they say, what they take, and the flag they lower to.

Must not know any recipe.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core import glossary
from nam56r_core.explanations.flags import choices_of
from nam56r_core.explanations.model import KeyFacts, Link, Meaning, Topic
from nam56r_core.explanations.terms import links_to
from nam56r_core.explanations.wording import bullets, table
from nam56r_core.recipe.describe import KeyDescription, all_keys, keys_of
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN


def names(target: Target | None = None) -> tuple[str, ...]:
    """Every key, section by section."""
    return tuple(all_keys())


def spellings() -> tuple[str, ...]:
    """Every key with its sections, and without them."""
    return tuple(dict.fromkeys((*all_keys(), *(_bare(name) for name in all_keys()))))


def find(name: str, target: Target | None = None) -> tuple[str, ...]:
    """The key of this dotted name, or else all keys that end in it, in the schema's order."""
    if name in all_keys():
        return (name,)
    return tuple(known for known in all_keys() if _bare(known) == name)


def describe(name: str, target: Target | None = None) -> Meaning:
    """A key; raises `KeyError` for a name that is none."""
    key = all_keys()[name]
    inner = _inner(key)
    releases = KNOWN.with_flag(key.option) if key.option else ()
    return Meaning(
        topic=Topic.KEY,
        name=name,
        title=f"`{name}` (recipe key)",
        body="\n\n".join(_body(key, inner, target)),
        links=tuple(_links(key)),
        facts=KeyFacts(
            says=key.says,
            value=key.value,
            unit=key.unit,
            flag=key.option,
            flag_releases=tuple(release.name for release in releases),
            keys=tuple(inner_key.name for inner_key in inner),
        ),
    )


def _body(
    key: KeyDescription, inner: tuple[KeyDescription, ...], target: Target | None
) -> Iterator[str]:
    if key.opens is not None:
        yield _one_paragraph(key.opens.__doc__ or "")
        yield table(("key", "what it says"), ((f"`{k.name}`", k.says) for k in inner))
        return
    yield key.says
    yield bullets((("Value", key.value_and_unit), *_flag_lines(key, target)))


def _flag_lines(key: KeyDescription, target: Target | None) -> Iterator[tuple[str, str]]:
    if key.option is None:
        return
    releases = KNOWN.with_flag(key.option)
    where = KNOWN.in_words(releases)
    if target is not None and target.catalog.flag(key.option) is None:
        where += f"; not in {target.name}"
    yield "Flag", f"`{key.option}`, {where}"
    yield from choices_of(key.option, target)


def _links(key: KeyDescription) -> Iterator[Link]:
    yield from links_to(glossary.about_key(key.name))
    if key.option is not None:
        yield Link(Topic.FLAG, key.option)


def _inner(key: KeyDescription) -> tuple[KeyDescription, ...]:
    """The keys of the section that a key opens."""
    return tuple(keys_of(tuple(key.name.split(".")), key.opens)) if key.opens else ()


def _bare(name: str) -> str:
    return name.rpartition(".")[2]


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())
