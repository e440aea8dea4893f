"""placeholder-name: a seam still names the package that a fix wrote for the author to replace."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.model import Hooks
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import YOURS

NAMES: tuple[Path, ...] = (
    ("seams", "stack_spec", "module"),
    *(("seams", "hooks", name) for name in Hooks.model_fields),
)
"""The keys that name the author's code."""


def check(facts: Facts) -> Iterator[Finding]:
    needed = tuple(key for seam in facts.plan.seams for key in seam.needs)
    for path in NAMES:
        value = facts.setting(path)
        is_placeholder = isinstance(value, str) and value.split(".")[0] == YOURS
        if is_placeholder and dotted(path).startswith(needed):
            yield Finding(
                f"`{value}` stands for code that is not named yet: nothing of this name can be "
                f"imported; write what it is called as `{dotted(path)}`",
                facts.value(*path),
                evidence=(str(value),),
            )


RULE = Rule(
    "placeholder-name",
    Severity.WARNING,
    "A seam whose code has a name to be replaced.",
    check,
)
