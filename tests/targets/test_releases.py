"""Names of targets, and questions over all releases."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nam56r_core.targets import releases
from nam56r_core.targets.nearest_flags import nearest_flags
from nam56r_core.targets.releases import (
    MAIN,
    RELEASES,
    V0_16,
    V0_17,
    V0_18,
    V0_19,
    Release,
    UnknownTarget,
    load,
    release_named,
)
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, known_target


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("core_v0.19.0", "core_v0.19.0"),
        ("0.19.0", "core_v0.19.0"),
        ("0.19", "core_v0.19.0"),
        ("0.12", "core_v0.12.3"),
        ("0.16.1", "core_v0.16.1"),
        ("main-2026-08-22", "main-2026-08-22"),
        ("v0.18.2", "core_v0.18.2"),
        ("core_v0.18", "core_v0.18.2"),
        ("core_0.19.0", "core_v0.19.0"),
        ("core_v0.18.0", "core_v0.18.2"),
        ("0.17.0", "core_v0.17.1"),
        ("core_r0.18.0", "core_v0.18.2"),
        ("d98e8a6", "main-2026-08-22"),
        ("d98e8a64ddf34856e74b24714e3bedb2f5a39553", "main-2026-08-22"),
    ],
)
def test_names_that_resolve(name: str, tag: str) -> None:
    target = KNOWN.find(name)
    assert isinstance(target, Target)
    assert target.name == target.catalog.tag == target.lineage.tag == tag


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("core_v0.19.1", "core_v0.19.0"),
        ("0.19.1", "core_v0.19.0"),
        ("core_v0.18.1", "core_v0.18.2"),
        ("CORE_V0.17.1", "core_v0.17.1"),
        ("main", "main-2026-08-22"),
        ("main-2026-08-21", "main-2026-08-22"),
    ],
)
def test_names_that_do_not_resolve_carry_near_ones(name: str, suggested: str) -> None:
    outcome = KNOWN.find(name)
    assert isinstance(outcome, UnknownTarget)
    assert outcome.name == name
    assert outcome.nearest[0] == suggested
    assert len(outcome.nearest) <= 3


@pytest.mark.parametrize(
    ("name", "beyond", "suggested"),
    [
        ("core_v0.20.0", "newer than the newest known release", "core_v0.19.0"),
        ("0.20", "newer than the newest known release", "core_v0.19.0"),
        ("1.0.0", "newer than the newest known release", "core_v0.19.0"),
        ("core_v0.11.0", "older than the oldest known release", "core_v0.12.3"),
        ("0.2", "older than the oldest known release", "core_v0.12.3"),
    ],
)
def test_a_version_is_compared_by_age_and_not_by_spelling(
    name: str, beyond: str, suggested: str
) -> None:
    assert KNOWN.find(name) == UnknownTarget(name, (suggested,), beyond)


def test_a_version_between_known_ones_has_two_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "RELEASES", (V0_16, V0_18, MAIN))
    assert KNOWN.find("0.17.3") == UnknownTarget("0.17.3", ("core_v0.18.2", "core_v0.16.1"))


@pytest.mark.parametrize(
    "name", ["", " ", "0", "0.", "latest", "0.19\n", "٠.١٩", "x" * 500, "9" * 9000 + ".1"]
)
def test_no_name_raises(name: str) -> None:
    assert isinstance(KNOWN.find(name), UnknownTarget)


def test_a_minor_version_of_two_releases_is_not_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    second = Release(9, "0.19.1", "core_v0.19.1")
    monkeypatch.setattr(releases, "RELEASES", (*RELEASES, second))
    outcome = KNOWN.find("0.19")
    assert isinstance(outcome, UnknownTarget)
    assert outcome.nearest[:2] == ("core_v0.19.1", "core_v0.19.0")


def test_releases_are_ordered_by_age() -> None:
    assert sorted([MAIN, V0_17, V0_16]) == [V0_16, V0_17, MAIN]
    assert [release_named(release.name).rank for release in RELEASES] == list(range(len(RELEASES)))
    assert release_named("core_v0.18.2").rank == V0_18.rank
    with pytest.raises(KeyError):
        release_named("0.18")


def test_questions_over_all_releases() -> None:
    assert KNOWN.with_flag("--hybrid-layer-pattern") == tuple(
        known_target(release) for release in (V0_17, V0_18, V0_19, MAIN)
    )
    assert KNOWN.with_flag("--multi-token-prediction") == ()


def test_near_flags() -> None:
    catalog = load(V0_19)
    assert nearest_flags(catalog, "--hiden-size")[0] == "--hidden-size"
    assert nearest_flags(catalog, "--experts-num")[0] == "--num-experts"
    assert nearest_flags(catalog, "--qqqq") == ()
    assert nearest_flags(catalog, "--moe-topk") == ("--moe-router-topk",)
    assert nearest_flags(catalog, "--mamba-chunk-size") == ()
    assert nearest_flags(catalog, "--tp-size") == ()
    # Hidden in 0.18 and later.
    assert "--cuda-graph-scope" not in nearest_flags(catalog, "--cuda-graph-scope")
    # Only ModelOpt brings it, so no recipe can pass it on.
    assert "--export-quant-cfg" not in nearest_flags(catalog, "--export-qant-cfg")


def test_one_catalog_is_read_at_a_time() -> None:
    """Asking for one target reads one document."""
    code = (
        "from nam56r_core.targets import releases\n"
        "from nam56r_core.targets.targets import KNOWN\n"
        "KNOWN.find('0.19.0')\n"
        "print(releases.load.cache_info().currsize)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "1"
