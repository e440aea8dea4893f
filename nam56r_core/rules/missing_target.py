"""missing-target: no Megatron-LM release is named, and none is assumed."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Place, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.releases import RELEASES


def check(facts: Facts) -> Iterator[Finding]:
    if facts.target.name is None and facts.is_whole and not facts.attempted(("target",)):
        newest = next(release for release in reversed(RELEASES) if release.tag != release.name)
        yield Finding(
            "no target: which symbols and flags exist depends on the Megatron-LM release; "
            f"name one, such as `target: {newest.tag}`",
            Place(("target",), facts.origins.start),
            fixes=(set_to(("target",), newest.tag),),
        )


RULE = Rule("missing-target", Severity.ERROR, "A recipe that names no release.", check)
