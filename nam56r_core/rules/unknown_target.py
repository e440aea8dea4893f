"""unknown-target: a release that no catalog describes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import retarget
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.releases import MAIN

MINOR = re.compile(r"(?<![\d.])0\.\d+")


def check(facts: Facts) -> Iterator[Finding]:
    unknown = facts.choice.unknown
    if unknown is None:
        return
    minor = MINOR.search(unknown.name)
    same_minor = tuple(
        target.name
        for target in facts.targets
        if minor and target.short_name.startswith(f"{minor[0]}.")
    )
    what, near = f"`{unknown.name}` is no known release of Megatron-LM", unknown.nearest
    if unknown.name in ("main", "master"):
        what = f"`{unknown.name}` is a branch that changes every day"
        step = (
            f"name the snapshot of it that nam56r knows, `{MAIN.tag}` (the commit of "
            f"{MAIN.tag.removeprefix('main-')})"
        )
    elif same_minor:
        what, near = f"there is no catalog of `{unknown.name}`", same_minor
        step = f"name that of its minor version, {ticked(same_minor, 'or')}"
    elif unknown.beyond:
        what = f"there is no catalog of `{unknown.name}`, which is {unknown.beyond}"
        step = f"name that, {ticked(near, 'or')}"
    elif near:
        step = f"did you mean {ticked(near, 'or')}?"
    else:
        step = f"name one of {ticked(facts.targets.names, 'or')}"
    value = facts.value("target")
    where = value if facts.choice.from_recipe else KeyLocation(value.path, facts.origins.start)
    yield Finding(
        f"{what}; {step}",
        where,
        fixes=tuple(fix for name in near for fix in retarget(facts, name)),
        evidence=(unknown.name,),
    )


RULE = Rule("unknown-target", Severity.ERROR, "A release that is not known.", check)
