"""unknown-target: a release that no catalog describes."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.releases import RELEASES


def check(facts: Facts) -> Iterator[Finding]:
    unknown = facts.target.unknown
    if unknown is None:
        return
    if unknown.nearest:
        step = f"did you mean {ticked(unknown.nearest, 'or')}?"
    else:
        step = f"name one of {ticked((release.tag for release in RELEASES), 'or')}"
    where = facts.value("target") if facts.target.from_recipe else facts.origins.start
    near = unknown.nearest if facts.target.from_recipe else ()
    yield Finding(
        f"`{unknown.name}` is no known release of Megatron-LM; {step}",
        where,
        fixes=tuple(set_to(("target",), tag, title=f"Retarget to `{tag}`") for tag in near),
    )


RULE = Rule("unknown-target", Severity.ERROR, "A release that is not known.", check)
