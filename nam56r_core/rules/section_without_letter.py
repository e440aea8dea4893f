"""section-without-letter: a block is configured whose letter the pattern does not have."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity, Tag
from nam56r_core.layers import FAMILY_OF, FAMILY_OF_SECTION, Family
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal
from nam56r_core.rules.wording import ticked


def check(facts: Facts) -> Iterator[Finding]:
    if facts.pattern is None or not facts.pattern.letters:
        return
    # lower-case-letter speaks for `e`; the section is still meant for it
    alphabet = facts.pattern.alphabet
    used = {alphabet.family(letter.text.upper()) for letter in facts.pattern.letters}
    if Family.UNKNOWN in used:
        return  # the section may be for the letter that unknown-letter speaks for
    if facts.pattern.suffix is not None:
        return  # it may be for a symbol there
    if facts.plan.mtp.depths:
        if facts.catalog is None:
            return  # what the symbols of MTP parts stand for is the target's to say
        kinds = facts.catalog.kinds_in(facts.plan.mtp.pattern)
        used |= {FAMILY_OF[kind] for kind in kinds}
    for section, family in FAMILY_OF_SECTION.items():
        letters = alphabet.of_section(section)
        configured = getattr(facts.recipe, section) is not None
        if configured and family not in used:
            yield Finding(
                f"`{section}` is configured and the pattern has no {ticked(letters, 'or')}; remove "
                "the section, or add the letter",
                facts.key(section),
                (RelatedInformation(facts.pattern.location, "the pattern is here"),),
                (removal(facts, (section,)),),
            )


RULE = Rule(
    "section-without-letter",
    Severity.WARNING,
    "A block whose letter is not in the pattern.",
    check,
    Tag.UNNECESSARY,
)
