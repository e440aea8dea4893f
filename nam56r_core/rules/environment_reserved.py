"""environment-reserved: a variable that the launch script or its shell keeps for itself."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal

RESERVED = {
    "MEGATRON_PATH": "says where Megatron-LM is, which differs by machine",
    "BASH_ENV": "makes the shell run a file before the script",
    **dict.fromkeys(
        ("BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID"),
        "is read-only in bash, so the launch script would end there",
    ),
}


def check(facts: Facts) -> Iterator[Finding]:
    for section in ("launch", "seams"):
        environment = getattr(getattr(facts.recipe, section), "environment", None) or {}
        for name in environment:
            if name in RESERVED:
                path = (section, "environment", name)
                yield Finding(
                    f"`{name}` {RESERVED[name]}; remove it from `{section}.environment`",
                    facts.key(*path),
                    fixes=(removal(facts, path),),
                )


RULE = Rule("environment-reserved", Severity.ERROR, "A variable that cannot be set.", check)
