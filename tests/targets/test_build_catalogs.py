"""The committed catalogs are what `tools/build_catalogs.py` makes of their measurements.

The measurements themselves are not here; they are put together again from the flags, so that
everything else comes from the tool and the facts that were read by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hand_read_facts as facts
from build_catalogs import main
from nam56r_core.targets.catalog import Flag, FlagAction
from nam56r_core.targets.releases import MAIN, RELEASES, V0_19, Release, load

KIND = {
    FlagAction.STORE: "store",
    FlagAction.STORE_TRUE: "store_true",
    FlagAction.STORE_FALSE: "store_false",
    FlagAction.BOOLEAN_OPTIONAL: "BooleanOptionalAction",
}

Raw = dict[str, Any]


def raw_argument(flag: Flag, release: Release) -> Raw:
    return {
        "options": flag.options,
        "dest": flag.dest,
        "kind": KIND[flag.action],
        "nargs": flag.nargs,
        "type": flag.type,
        "choices": flag.choices or None,
        "words": None,
        "default": flag.default,
        "const": None,
        "required": False,
        "group": flag.group,
        "provider": flag.provider,
        "deprecated": flag.deprecated and (release.name, flag.name) not in facts.DEPRECATED_TOO,
        "hidden": flag.hidden,
    }


def raw_catalog(release: Release) -> Raw:
    catalog = load(release)
    return {
        "release": release.name,
        "tag": "HEAD" if release == MAIN else release.tag,
        "commit": catalog.commit,
        "package_version": catalog.package_version,
        "entry_scripts": [catalog.entry_script, *catalog.other_entry_scripts],
        "entry_uses_modelopt_args": any(flag.provider == "modelopt" for flag in catalog.flags),
        # In another order: the tool sorts.
        "arguments": [raw_argument(flag, release) for flag in reversed(catalog.flags)],
    }


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for release in RELEASES:
        text = json.dumps(raw_catalog(release))
        (folder / f"catalog-{release.name}.json").write_text(text, "utf-8")
    return folder


def test_the_committed_catalogs_are_current(measured: Path) -> None:
    assert main([str(measured), "--check"]) == 0


def test_what_is_written_is_what_is_committed(measured: Path, tmp_path: Path) -> None:
    assert main([str(measured), str(tmp_path)]) == 0
    assert main([str(measured), str(tmp_path), "--check"]) == 0


def no_pattern_flag(raw: Raw) -> None:
    raw["arguments"] = [a for a in raw["arguments"] if "pattern" not in a["dest"]]


def one_required(raw: Raw) -> None:
    raw["arguments"][0]["required"] = True


def another_release(raw: Raw) -> None:
    raw["tag"] = "core_v0.18.0"


def another_script(raw: Raw) -> None:
    raw["entry_scripts"] = ["pretrain_gpt.py"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (no_pattern_flag, "no option --hybrid-layer-pattern"),
        (one_required, "required and const options have no place here"),
        (another_release, "the raw catalog is about 0.19.0 core_v0.18.0"),
        (another_script, "entry scripts"),
    ],
)
def test_a_measurement_that_is_not_understood_is_refused(
    measured: Path, tmp_path: Path, change: Callable[[Raw], None], said: str
) -> None:
    for path in measured.iterdir():
        (tmp_path / path.name).symlink_to(path)
    raw = raw_catalog(V0_19)
    change(raw)
    path = tmp_path / f"catalog-{V0_19.name}.json"
    path.unlink()
    path.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(SystemExit, match=said):
        main([str(tmp_path), "--check"])


def test_a_changed_default_is_told(
    measured: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in measured.iterdir():
        raw = json.loads(path.read_text("utf-8"))
        if raw["release"] == V0_19.name:
            raw["arguments"][0]["default"] = "something else"
        (tmp_path / path.name).write_text(json.dumps(raw), "utf-8")
    assert main([str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out.endswith(f"{V0_19.tag}.json\n")
