"""depth-mismatch: a pattern with stage breaks that does not hold exactly `depth` letters."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to


def check(facts: Facts) -> Iterator[Finding]:
    pattern, depth = facts.pattern, facts.recipe.depth
    if pattern is None or depth is None or not pattern.breaks or not facts.counts_layers:
        return
    letters = len(pattern.letters)
    if letters != depth:
        other = f", or `depth: {letters}`" if letters else ""
        yield Finding(
            f"the pattern has {letters} letters and `depth` is {depth}; a pattern with `|` is not "
            f"tiled: write {depth} letters{other}",
            facts.value("pattern"),
            (RelatedInformation(facts.value("depth").location, "the depth is here"),),
            (set_to(("depth",), letters),) if letters else (),
            evidence=(letters, depth),
        )


RULE = Rule(
    "depth-mismatch", Severity.ERROR, "Letters and depth that disagree beside stage breaks.", check
)
