"""Differences between releases: a few that are known, and the laws that all obey."""

from __future__ import annotations

import dataclasses
from itertools import pairwise, product

import pytest

from nam56r_core.layers import LayerKind
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.diff import CatalogDiff, FieldChange, diff
from nam56r_core.targets.releases import RELEASES, Release, load, release_named
from nam56r_core.targets.targets import KNOWN


def _between(old: str, new: str) -> CatalogDiff:
    return diff(load(release_named(old)), load(release_named(new)))


def test_what_0_19_brings() -> None:
    change = _between("0.18.2", "0.19.0")
    assert [symbol.char for symbol in change.symbols_gained] == ["+"]
    assert change.symbols_gained[0].kind is LayerKind.MLA
    assert change.symbols_lost == ()
    (sparse,) = change.symbols_changed
    assert (sparse.char, sparse.old.builds, sparse.new.builds) == (
        "D",
        "MLASelfAttention",
        "AbsorbedMLASelfAttention",
    )
    assert change.exclusive_gained == (("*", "+"),)
    assert change.pattern == ()
    assert FieldChange("stack_spec.required", True, False) in change.launch
    assert change.newly_deprecated == ("--moe-deepep-num-sms", "--moe-hybridep-num-sms")
    backend = next(
        flag for flag in change.flags_changed if flag.option == "--moe-flex-dispatcher-backend"
    )
    assert backend.changes == (
        FieldChange("choices", ("deepep", "hybridep"), ("deepep", "hybridep", "ncclep")),
    )


def test_what_0_18_brings() -> None:
    change = _between("0.17.1", "0.18.2")
    assert [symbol.char for symbol in change.symbols_gained] == ["D"]
    assert change.exclusive_gained == (("*", "D"),)
    assert FieldChange("entry_script", "pretrain_mamba.py", "pretrain_hybrid.py") in change.launch
    assert "--cuda-graph-scope" in change.newly_deprecated
    assert "--cuda-graph-modules" in {flag.name for flag in change.flags_gained}
    assert "--use-legacy-models" in {flag.name for flag in change.flags_lost}


def test_what_0_17_brings() -> None:
    change = _between("0.16.1", "0.17.1")
    assert [symbol.char for symbol in change.symbols_gained] == ["G"]
    assert change.pattern == (
        FieldChange("flag", "--hybrid-override-pattern", "--hybrid-layer-pattern"),
        FieldChange("superseded_flag", None, "--hybrid-override-pattern"),
        FieldChange("stage_separator", None, "|"),
        FieldChange("mtp_separator", None, "/"),
        FieldChange("needs_num_layers", True, False),
        FieldChange("checked_by", "construction", "validate_args"),
    )
    assert "--hybrid-override-pattern" in change.newly_deprecated
    assert "--hybrid-attention-ratio" in {flag.name for flag in change.flags_lost}


def test_a_flag_that_gains_a_name_is_changed_and_not_new() -> None:
    change = _between("0.15.3", "0.16.1")
    flag = next(
        flag for flag in change.flags_changed if flag.option == "--disable-tp-comm-split-ag"
    )
    options = next(field for field in flag.changes if field.field == "options")
    assert options.new == ("--no-tp-comm-split-ag", "--disable-tp-comm-split-ag")


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_no_release_differs_from_itself(release: Release) -> None:
    change = diff(load(release), load(release))
    assert change.old == change.new == release.tag
    rest = [getattr(change, field.name) for field in dataclasses.fields(change)][2:]
    assert all(value == () for value in rest)


def test_there_and_back_mirror_each_other() -> None:
    for old, new in product(KNOWN.catalogs, repeat=2):
        there, back = diff(old, new), diff(new, old)
        assert set(there.symbols_gained) == set(back.symbols_lost)
        assert {flag.name for flag in there.flags_gained} == {f.name for f in back.flags_lost}
        assert len(there.flags_changed) == len(back.flags_changed)
        assert there.pattern == tuple(
            FieldChange(change.field, change.new, change.old) for change in back.pattern
        )


def test_gains_and_losses_add_up() -> None:
    def count(catalog: Catalog) -> int:
        return len(catalog.flags)

    for old, new in pairwise(KNOWN.catalogs):
        change = diff(old, new)
        kept = count(old) - len(change.flags_lost)
        # Options may be joined into one flag or split, so this is a bound on each side.
        assert kept + len(change.flags_gained) >= count(new)
        assert [flag.option for flag in change.flags_changed] == [
            entry.option for entry in diff(old, new).flags_changed
        ]
