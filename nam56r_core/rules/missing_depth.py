"""missing-depth: how many layers the pattern is tiled to is never assumed."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.plural import counted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to

DEPTH: Path = ("depth",)


def check(facts: Facts) -> Iterator[Finding]:
    pattern = facts.pattern
    if facts.recipe.depth is not None or pattern is None:
        return
    letters = len(pattern.letters)
    if not letters:
        return
    if not facts.counts_layers:
        yield Finding(
            "no depth: `depth` says how many layers the pattern makes; correct its letters, then "
            "write it",
            facts.key("pattern"),
            absent_keys=(DEPTH,),
        )
        return
    if pattern.breaks:
        rest = f"with `|`, which is never tiled; write `depth: {letters}`"
    else:
        rest = f"and is tiled to `depth` layers; write `depth: {letters}` to use it once"
    yield Finding(
        f"no depth: the pattern has {counted(letters, 'letter')} {rest}",
        facts.key("pattern"),
        # With stage breaks no other depth is accepted.
        fixes=(set_to(DEPTH, letters, safe=bool(pattern.breaks)),),
        evidence=(letters, bool(pattern.breaks)),
        absent_keys=(DEPTH,),
    )


RULE = Rule("missing-depth", Severity.ERROR, "A recipe without a depth.", check)
