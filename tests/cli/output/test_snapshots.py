"""Every format of one small recipe, as committed text.

`UPDATE_SNAPSHOTS=1` writes the snapshots anew; look at what has changed and why.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nam56r_server.cli.check.args import FORMATS
from nam56r_server.cli.output.formats import output_format
from nam56r_server.cli.output.report import Report
from nam56r_server.cli.output.statistics import statistics, statistics_json
from support.reports import report_of
from support.snapshots import check_snapshot

FOLDER = Path(__file__).parent / "snapshots"
RECIPE, BASE, CLEAN = "small.nam56r.yaml", "base.nam56r.yaml", "clean.nam56r.yaml"
FILES = {
    "full": "full.txt",
    "concise": "concise.txt",
    "json": "findings.json",
    "sarif": "findings.sarif",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "statistics": "statistics.txt",
    "statistics as JSON": "statistics.json",
}


def report() -> Report:
    """What the command reports of the two recipes, of which one is clean."""
    texts = {name: (FOLDER / name).read_bytes() for name in (RECIPE, BASE, CLEAN)}
    base = {BASE: texts.pop(BASE)}
    return report_of(texts, bases=base)


def rendered(name: str) -> str:
    if name == "statistics":
        return statistics(report())
    if name == "statistics as JSON":
        return statistics_json(report())
    text = output_format(name).render(report())
    return without_pages(text) if name == "sarif" else text


def without_pages(text: str) -> str:
    """A log without what rules say about themselves, which their pages decide."""
    log: dict[str, Any] = json.loads(text)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        for part in ("shortDescription", "fullDescription", "help"):
            assert rule.pop(part)["text"]
    return json.dumps(log, indent=2) + "\n"


@pytest.mark.parametrize("name", FILES)
def test_a_format_writes_its_snapshot(name: str) -> None:
    check_snapshot(FOLDER / FILES[name], rendered(name))


def test_every_format_has_a_snapshot() -> None:
    assert [output_format(name).name for name in FORMATS] == list(FORMATS)
    assert set(FORMATS) < set(FILES)


def test_the_small_recipe_has_something_of_everything() -> None:
    whole = report()
    assert {diagnostic.severity.value for diagnostic in whole.findings} == {
        "error",
        "warning",
        "info",
    }
    assert {diagnostic.location.source.name for diagnostic in whole.findings} == {RECIPE, BASE}
    assert any(diagnostic.related for diagnostic in whole.findings)
    fixes = [resolved.fix for found in whole.findings for resolved in whole.fixes(found)]
    assert {fix.safe for fix in fixes} == {True, False}
    assert [item.justification for item in whole.suppressed] == ["the next pattern has an R"]
