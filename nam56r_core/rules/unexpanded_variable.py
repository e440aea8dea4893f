"""unexpanded-variable: a value that looks like a shell's, which no shell will expand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Arg
from nam56r_core.rules.base import Facts, Finding, Rule, place_of

_VARIABLE = re.compile(r"\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|^~(?=/|$)")


def check(facts: Facts) -> Iterator[Finding]:
    """Exports quote every value, so that a recipe runs nothing on the machine that starts it."""
    for arg in facts.draft.args:
        for value in arg.values:
            if found := _VARIABLE.search(value):
                yield _argument(arg, value, found[0])
                break
    for section in ("launch", "seams"):
        environment = facts.setting((section, "environment"))
        for name, value in environment.items() if isinstance(environment, dict) else ():
            if found := _VARIABLE.search(value):
                yield Finding(
                    f"`{name}` is exported as it is written, and no shell expands `{found[0]}`; "
                    f"write the value, or set `{name}` where the job is started",
                    facts.value(section, "environment", name),
                    evidence=(found[0],),
                )


def _argument(arg: Arg, value: str, variable: str) -> Finding:
    passed = f'{arg.option} "{value}"'
    return Finding(
        f"`{value}` is exported as it is written, and no shell expands `{variable}`; write the "
        f"path, or remove it here and pass `{passed}` to the launch script",
        place_of(arg),
        identity=(arg.option,),
        evidence=(variable,),
    )


RULE = Rule(
    "unexpanded-variable",
    Severity.WARNING,
    "A value with a shell variable, which no shell expands.",
    check,
)
