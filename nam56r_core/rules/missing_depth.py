"""missing-depth: how many layers the pattern is tiled to is never assumed."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    if facts.recipe.depth is not None or facts.written(("depth",)) or facts.pattern is None:
        return
    if not facts.is_whole:
        return
    letters = len(facts.pattern.letters)
    if letters:
        yield Finding(
            f"no depth: the pattern has {letters} letters and is tiled to `depth` layers; "
            f"write `depth: {letters}` to use it once",
            facts.key("pattern"),
        )


RULE = Rule("missing-depth", Severity.ERROR, "A recipe without a depth.", check)
