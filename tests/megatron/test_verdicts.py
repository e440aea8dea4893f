"""Megatron-LM's own verdicts on our exports, recorded by `tools/record_verdicts.py`.

The record says what each release's parser, validation, allocation, configuration and construction
made of every runnable export. A digest that no longer matches means that the export changed since:
record again.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import Status
from nam56r_core.targets.releases import RELEASES, Release, load
from support.argv import digest, judged_with_stock_spec
from support.examples import EXAMPLES, analyse_example, stem

RECORD: dict[str, Any] = json.loads(Path(__file__).with_name("verdicts.json").read_text("utf-8"))
CASES = [
    pytest.param(recipe, release, id=f"{stem(recipe)}@{release.tag}")
    for recipe in EXAMPLES
    for release in RELEASES
]


@pytest.mark.parametrize(("recipe", "release"), CASES)
def test_export_passes_its_release_or_says_why_not(recipe: Path, release: Release) -> None:
    result = analyse_example(recipe, release.tag)
    verdict = RECORD[release.tag]["cases"].get(stem(recipe))
    if not result.runnable:
        assert verdict is None
        assert any(d.severity is Severity.ERROR for d in result.diagnostics)
        assert result.bundle.custom_notes
        return
    assert verdict is not None, "runnable and never judged: run tools/record_verdicts.py"
    assert verdict["digest"] == digest(result), (
        "the export changed since it was judged: run tools/record_verdicts.py"
    )
    assert verdict["error"] is None
    stages = verdict["stages"]
    assert all(stages[name] for name in stages if name != "build_ok")
    assert RECORD[release.tag]["commit"] == load(release).commit

    plan = result.plan
    custom = any(layer.status is Status.CUSTOM for layer in plan.layers)
    assert (
        verdict["judged_with_stock_spec"] == custom == judged_with_stock_spec(result, load(release))
    )
    assert verdict["main_pattern"].replace("|", "") == "".join(
        layer.verdict.symbol or "" for layer in plan.layers
    )
    placed: dict[tuple[int, int], str] = {}
    for layer in plan.layers:
        stage = (layer.pipeline_rank or 0, layer.virtual_stage or 0)
        placed[stage] = placed.get(stage, "") + (layer.verdict.symbol or "")
    assert placed == {(row["pp"], row["vp"]): row["layers"] for row in verdict["pipeline"]}

    if plan.pipeline.size > 1:
        assert verdict["build_skipped"]
        return
    assert stages["build_ok"]
    catalog = load(release)
    promised: Counter[str] = Counter()
    for layer in plan.layers:
        symbol = catalog.symbol(layer.verdict.symbol or "")
        assert symbol is not None
        promised[symbol.builds] += 1
        if layer.status is Status.NATIVE:
            assert layer.verdict.builds == symbol.builds
    assert dict(promised) == verdict["inner_classes"]
    assert verdict["mtp_layers"] == plan.mtp.depths


def test_the_record_has_no_case_that_is_gone() -> None:
    names = {stem(recipe) for recipe in EXAMPLES}
    assert set(RECORD) == {release.tag for release in RELEASES}
    for release in RECORD.values():
        assert set(release["cases"]) <= names
