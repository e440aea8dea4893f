"""Our verdicts on single settings, compared with those that the releases themselves gave.

`tools/record_case_verdicts.py` asked every release for the settings of `cases/` as they are
written. What it refused, we must report as an error; what it accepted, we must let run, with the
warnings that the case names. Faults of the first step are beyond what was asked: such a case names
the place in Megatron-LM, and the record must then show that everything before it passes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nam56r_core.diagnostics import Severity
from nam56r_core.targets.releases import RELEASES, Release, load
from support.verdict_cases import VerdictCase, asked, digest, read_cases

RECORD: dict[str, Any] = json.loads(
    Path(__file__).with_name("case-verdicts.json").read_text("utf-8")
)
CASES = [
    pytest.param(case, release, id=f"{case}@{release.tag}")
    for case in read_cases()
    for release in case.releases
    if release.tag in RECORD
]


@pytest.mark.parametrize(("case", "release"), CASES)
def test_we_say_what_the_release_says(case: VerdictCase, release: Release) -> None:
    result = case.analyse(release)
    verdict = RECORD[release.tag]["cases"][case.name]
    again = digest(asked(result, load(release)), result.bundle.launch.environment)
    assert verdict["digest"] == again, (
        "other arguments than were judged: run tools/record_case_verdicts.py"
    )
    fails = release in case.refused
    if case.evidence is None:
        assert (verdict["error"] is not None) == fails, verdict["error"]
    else:
        assert verdict["error"] is None, "the record sees it: no place needs to be read"
    assert result.runnable != fails, [d.message for d in result.diagnostics]
    errors = {d.code for d in result.diagnostics if d.severity is Severity.ERROR}
    rest = {d.code for d in result.diagnostics if d.severity is Severity.WARNING}
    assert errors == (set(case.codes) if fails else set())
    if not fails:
        assert rest == set(case.warnings)


def test_the_record_has_exactly_the_cases() -> None:
    recorded = [release for release in RELEASES if release.tag in RECORD]
    assert len(recorded) == len(RECORD) >= 4
    for release in recorded:
        names = {case.name for case in read_cases() if release in case.releases}
        assert set(RECORD[release.tag]["cases"]) == names
        assert RECORD[release.tag]["commit"] == load(release).commit
