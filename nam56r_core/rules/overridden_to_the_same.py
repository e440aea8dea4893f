"""overridden-to-the-same: an override that says what the base says already."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Applicability, Fix, Path, Remove
from nam56r_core.diagnostics import RelatedInformation, Severity, Tag
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.syntax.tree import Entry, MappingNode, plain, same


def check(facts: Facts) -> Iterator[Finding]:
    base, own = facts.inherited.base, facts.inherited.trees[0].root
    if base is None or not isinstance(own, MappingNode):
        return
    for path, entry, below in _repeated(own, base, ()):
        key = dotted(path)
        yield Finding(
            f"`{key}` says here what `{below.key.source.name}` says already; remove it",
            KeyLocation(path, entry.key.location),
            (RelatedInformation(below.key.location, f"the base says `{key}` here"),),
            # Not `fixes.removal`, which would take the base's value back as well.
            (Fix(f"Remove `{key}`", (Remove(path),), Applicability.SAFE),),
            evidence=(below.key.source.name,),
        )


def _repeated(
    own: MappingNode, base: MappingNode, above: Path
) -> Iterator[tuple[Path, Entry, Entry]]:
    """The entries of a document that change nothing, with those of the base that say the same.
    What bases say together has no `extends`."""
    for entry in own.entries:
        below, path = base.entry(entry.name), (*above, entry.name)
        if below is None:
            continue
        if isinstance(entry.value, MappingNode) and isinstance(below.value, MappingNode):
            yield from _repeated(entry.value, below.value, path)
        elif same(plain(entry.value), plain(below.value)):
            yield path, entry, below


RULE = Rule(
    "overridden-to-the-same",
    Severity.INFO,
    "An override that repeats its base.",
    check,
    Tag.UNNECESSARY,
)
