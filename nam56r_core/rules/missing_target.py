"""missing-target: no Megatron-LM release is named, and none is assumed."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import set_to

TARGET: Path = ("target",)


def check(facts: Facts) -> Iterator[Finding]:
    if facts.choice.name is None:
        newest = facts.targets.newest_release.name
        yield Finding(
            "no target: which symbols and flags exist depends on the Megatron-LM release; "
            f"name one, such as `target: {newest}`",
            KeyLocation(TARGET, facts.origins.start),
            fixes=(set_to(TARGET, newest),),
            absent_keys=(TARGET,),
        )


RULE = Rule("missing-target", Severity.ERROR, "A recipe that names no release.", check)
