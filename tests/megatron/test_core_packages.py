"""The patterns we emit, judged by the published megatron-core packages of the same releases.

Needs torch (extra `megatron`) and the package registry. The packages of 0.17 and later want Python
3.12 and are left out; the verdicts of those releases are in `verdicts.json`.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nam56r_core.layers import LayerKind
from nam56r_core.targets.releases import V0_12, V0_13, V0_14, V0_15, V0_16, Release, load
from support.examples import EXAMPLES, analyse_example

PUBLISHED = (V0_12, V0_13, V0_14, V0_15, V0_16)

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("torch") is None,
    reason="needs torch: NAM56R_FULL=1 bash tests/run installs it",
)


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[Release, Path]:
    """Each published release, installed into a folder of its own."""
    folder = tmp_path_factory.mktemp("megatron-core")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for release in PUBLISHED:
        wheel = f"megatron-core=={release.name}"
        subprocess.run([*pip, "--no-deps", "--target", folder / release.name, wheel], check=True)
    return {release: folder / release.name for release in PUBLISHED}


def allocate(package: Path, patterns: list[str]) -> list[dict[str, str]]:
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("allocate.py"), package],
        input=json.dumps(patterns),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[dict[str, str]] = json.loads(run.stdout)
    return answers


@pytest.mark.parametrize("release", PUBLISHED, ids=str)
def test_emitted_patterns_are_accepted(release: Release, packages: dict[Release, Path]) -> None:
    plans = [analyse_example(recipe, release.tag).plan for recipe in EXAMPLES]
    patterns = [plan.hybrid_layer_pattern for plan in plans if plan.hybrid_layer_pattern]
    assert patterns
    assert allocate(packages[release], patterns) == [{"layers": pattern} for pattern in patterns]


@pytest.mark.parametrize("release", PUBLISHED, ids=str)
def test_the_catalog_has_exactly_the_alphabet_of_the_package(
    release: Release, packages: dict[Release, Path]
) -> None:
    letters = sorted({symbol.char for symbol in load(release).symbols} | set("ARCDG+*-EM|/ ,m"))
    answers = allocate(packages[release], letters)
    accepted = {c for c, a in zip(letters, answers, strict=True) if "layers" in a}
    assert accepted == {symbol.char for symbol in load(release).symbols}


@pytest.mark.parametrize("release", PUBLISHED, ids=str)
def test_every_short_mix_of_symbols_is_accepted(
    release: Release, packages: dict[Release, Path]
) -> None:
    assert load(release).exclusive == ()
    symbols = [symbol.char for symbol in load(release).symbols]
    patterns = ["".join(mix) for mix in itertools.product(symbols, repeat=3)]
    assert allocate(packages[release], patterns) == [{"layers": pattern} for pattern in patterns]
    assert load(release).symbol_for(LayerKind.MAMBA2) is not None
