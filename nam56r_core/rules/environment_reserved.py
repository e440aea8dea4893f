"""environment-reserved: a variable that is for whoever starts the job, or that runs a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.changes import Fix, Path
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import by_key, removal

RESERVED = {
    "MEGATRON_PATH": "says where Megatron-LM is, which differs by machine",
    "NODE_RANK": "says which of the machines this is, which differs by machine",
    "BASH_ENV": "makes every bash that the job starts run a file first",
    "PATH": "says where programs are, which differs by machine, and replaced it hides torchrun",
    **dict.fromkeys(
        ("RANK", "LOCAL_RANK", "GROUP_RANK", "WORLD_SIZE", "LOCAL_WORLD_SIZE"),
        "is set by torchrun, anew in each of its processes",
    ),
}
"""The last are those of torchrun's documentation that tell the processes of a job apart."""

LAYOUT: dict[str, Path] = {
    "NNODES": ("launch", "torchrun", "nnodes"),
    "NPROC_PER_NODE": ("launch", "torchrun", "nproc_per_node"),
}
"""By these whoever starts the job overrules the recipe, which says the same by a key."""

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def check(facts: Facts) -> Iterator[Finding]:
    for section in ("launch", "seams"):
        environment = getattr(getattr(facts.recipe, section), "environment", None) or {}
        for name, value in environment.items():
            path = (section, "environment", name)
            if name in RESERVED:
                reason, step, fix = RESERVED[name], "", removal(facts, path)
            elif name in LAYOUT:
                key = ".".join(map(str, LAYOUT[name]))
                reason = f"is for whoever starts the job, to overrule `{key}`"
                step, fix = _written_as_key(facts, path, value, key)
            else:
                continue
            yield Finding(
                f"`{name}` {reason}; {step}remove it from `{section}.environment`",
                facts.key(*path),
                fixes=(fix,),
            )


def _written_as_key(facts: Facts, path: Path, value: str, key: str) -> tuple[str, Fix]:
    there = LAYOUT[str(path[-1])]
    if facts.written(there):
        return "", removal(facts, path)
    number = _NUMBER.fullmatch(value)
    fix = by_key(facts, path, there, int(value)) if number else removal(facts, path)
    return f"write `{key}` and ", fix


RULE = Rule("environment-reserved", Severity.ERROR, "A variable that is not the recipe's.", check)
