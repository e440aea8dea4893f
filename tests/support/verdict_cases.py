"""Recipes whose verdicts are recorded: what a release says of the settings as they are written.

`tests/megatron/cases/*.yaml` holds them, one file per group. Each case changes the base of its
file; `asked` turns a recipe into the arguments that its author would have passed without nam56r,
with everything that nam56r leaves out.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from nam56r_core.analysis import Analysis
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import RELEASES, Release, find_release
from support.argv import judged_argv
from support.recipes import analyse

FOLDER = Path(__file__).resolve().parent.parent / "megatron/cases"

NOT_ASKED = frozenset({WithheldCause.NOT_AN_OPTION, WithheldCause.SET_BY_THE_PLAN})
"""What is left out because it says nothing, or what the pattern says already."""


@dataclass(frozen=True)
class VerdictCase:
    """One change of a base.

    `refused` are those of `releases` on which the job fails. `codes` are the errors there,
    `warnings` the findings on the others. `evidence` is set where no recorded stage sees the
    fault, such as one of the first step: it is the place in Megatron-LM that was read.
    `gpu_arch` is the compute capability that the release is shown.
    """

    name: str
    base: str
    change: str
    codes: tuple[str, ...]
    warnings: tuple[str, ...]
    releases: tuple[Release, ...]
    refused: tuple[Release, ...]
    evidence: str | None
    gpu_arch: str | None

    def __str__(self) -> str:
        return self.name

    def analyse(self, release: Release) -> Analysis:
        return analyse(self.change, target=release.tag, files={"base": self.base})


def read_cases() -> list[VerdictCase]:
    """All cases, file by file."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _read(path)]


def _read(path: Path) -> list[VerdictCase]:
    group: dict[str, Any] = YAML(typ="safe").load(path.read_text("utf-8"))
    return [
        VerdictCase(
            name=f"{path.stem}: {name}",
            base=group["base"],
            change=f"extends: base\n{case['change']}",
            codes=tuple(case.get("codes", ())),
            warnings=tuple(case.get("warnings", ())),
            releases=_span(case.get("on", group.get("on", "all"))),
            refused=_span(case.get("refused", "none")),
            evidence=case.get("read"),
            gpu_arch=case.get("gpu_arch"),
        )
        for name, case in group["cases"].items()
    ]


def _span(words: str) -> tuple[Release, ...]:
    """`all`, `none`, `0.17.1 – 0.19.0`, `from 0.17.1` or `to 0.16.1`."""
    if words in ("all", "none"):
        return RELEASES if words == "all" else ()
    first, last = RELEASES[0], RELEASES[-1]
    if words.startswith("from "):
        first = _release(words.removeprefix("from "))
    elif words.startswith("to "):
        last = _release(words.removeprefix("to "))
    else:
        one, _, other = words.partition(" – ")
        first, last = _release(one), _release(other or one)
    return tuple(release for release in RELEASES if first <= release <= last)


def _release(name: str) -> Release:
    found = find_release(name)
    assert isinstance(found, Release), name
    return found


def asked(result: Analysis, catalog: Catalog) -> tuple[str, ...]:
    """The arguments of the export with everything that was left out of it, as it is written."""
    argv = list(judged_argv(result, catalog))
    for item in result.bundle.withheld:
        if item.cause in NOT_ASKED or not item.option:
            continue
        if item.cause is WithheldCause.NOT_RUNNABLE and not item.values:
            continue
        argv += [item.option, *item.values]
    return tuple(argv)


def digest(argv: tuple[str, ...], environment: tuple[tuple[str, str], ...]) -> str:
    """SHA-256 of what a verdict depends on."""
    return hashlib.sha256(json.dumps([argv, environment]).encode()).hexdigest()
