"""`nam56r targets`: the known releases, one of them, and what changes between two."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import pairwise

import pytest

from nam56r_core.targets.catalog import PatternSyntax
from nam56r_core.targets.releases import RELEASES, V0_17, V0_18, V0_19, Release, load
from support.cli import Command


def test_the_list_has_every_release_in_order(nam56r: Command) -> None:
    result = nam56r("targets", "list")
    assert (result.code, result.err) == (0, "")
    head, *rows = result.out.splitlines()
    assert head.split()[:2] == ["target", "symbols"]
    assert [row.split()[0] for row in rows] == [release.tag for release in RELEASES]
    assert "M * - E G D +  |       /      828  --hybrid-layer-pattern     pretrain_hybrid.py" in (
        result.out
    )


def test_targets_alone_is_the_list(nam56r: Command) -> None:
    assert nam56r("targets") == nam56r("targets", "list")
    assert nam56r("targets", "--output-format", "json") == nam56r(
        "targets", "list", "--output-format", "json"
    )


def test_the_list_as_json(nam56r: Command) -> None:
    found = json.loads(nam56r("targets", "list", "--output-format", "json").out)
    assert [entry["target"] for entry in found] == [release.tag for release in RELEASES]
    assert found[0]["symbols"] == ["M", "*", "-"]
    assert found[0]["stage_separator"] is None


@pytest.mark.parametrize("name", ["core_v0.17.1", "0.17.1", "0.17"])
def test_show_says_what_a_release_is(nam56r: Command, name: str) -> None:
    result = nam56r("targets", "show", name)
    catalog = load(V0_17)
    assert result.code == 0
    assert result.out.startswith("core_v0.17.1\n")
    for fact in (catalog.commit, catalog.entry_script, catalog.stack_spec.name, "gated-delta-net"):
        assert fact in result.out
    assert "--hybrid-layer-pattern (--hybrid-override-pattern still works" in result.out
    assert "--tensor-model-parallel-size" not in result.out


def test_show_names_what_excludes_what(nam56r: Command) -> None:
    assert "`*` and `D`, `*` and `+`" in nam56r("targets", "show", "0.19").out
    assert "never together" not in nam56r("targets", "show", "0.17").out


def test_show_lists_flags_on_demand(nam56r: Command) -> None:
    lines = nam56r("targets", "show", "0.19", "--flags").out.splitlines()
    for flag in load(V0_19).flags:
        assert any(line.split()[:1] == [flag.name] for line in lines), flag.name


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("dsa-indexer", "--dsa-indexer-topk", "--moe-router-topk"),
        ("dsa-*", "--dsa-kernel-backend", "--no-dsa-indexer-scoring-relu"),
        ("*topk", "--moe-router-topk", "--dsa-indexer-topk-freq"),
    ],
)
def test_show_lists_flags_by_name(nam56r: Command, pattern: str, inside: str, outside: str) -> None:
    words = nam56r("targets", "show", "0.19", "--flags", pattern).out.split()
    assert inside in words
    assert outside not in words


def test_a_flag_that_is_none_names_the_nearest(nam56r: Command) -> None:
    result = nam56r("targets", "show", "0.19", "--flags=--experts-num")
    assert result.code == 0
    assert "No flag of core_v0.19.0 matches" in result.err
    assert "--num-experts" in result.err


def test_show_as_json(nam56r: Command) -> None:
    short = json.loads(nam56r("targets", "show", "0.18", "--output-format", "json").out)
    catalog = load(V0_18)
    assert short["commit"] == catalog.commit
    assert short["exclusive"] == [["*", "D"]]
    assert short["flag_count"] == len(catalog.flags)
    assert "flags" not in short
    argv = ("targets", "show", "0.18", "--flags", "--output-format", "json")
    flags = json.loads(nam56r(*argv).out)["flags"]
    assert [flag["options"][0] for flag in flags] == [flag.name for flag in catalog.flags]
    assert {flag["action"] for flag in flags} >= {"store", "store_true"}


def test_diff_of_two_releases(nam56r: Command) -> None:
    result = nam56r("targets", "diff", "0.18", "0.19")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("core_v0.18.2 -> core_v0.19.0\n")
    for line in (
        "+  `+` mla, builds MLASelfAttention",
        "~  `D` builds MLASelfAttention -> AbsorbedMLASelfAttention",
        "~  `*` and `+` may not share a part of a pattern any more",
        "~  --spec: required -> not required",
        "+  --dsa-kernel-backend: none | tilelang | cudnn; default none",
        "~  --moe-hybridep-num-sms: deprecated now",
    ):
        assert line in result.out.splitlines()


def test_diff_turned_around_loses_what_was_gained(nam56r: Command) -> None:
    result = nam56r("targets", "diff", "0.17", "0.16")
    assert "-  `G` gated-delta-net, builds GatedDeltaNet" in result.out.splitlines()
    assert (
        "~  pattern flag: --hybrid-layer-pattern -> --hybrid-override-pattern"
        in result.out.splitlines()
    )
    assert "~  separator of stages: `|` -> none" in result.out.splitlines()


@pytest.mark.parametrize(("old", "new"), list(pairwise(RELEASES)))
def test_no_difference_speaks_the_language_of_the_catalog(
    nam56r: Command, old: Release, new: Release
) -> None:
    out = nam56r("targets", "diff", old.tag, new.tag).out
    names = [field.name.replace("_", " ") for field in fields(PatternSyntax) if "_" in field.name]
    assert [word for word in ("FlagAction", "<lambda>", *names) if word in out] == []


def test_diff_says_in_words_what_a_field_holds(nam56r: Command) -> None:
    out = " ".join(nam56r("targets", "diff", "0.16", "0.17").out.split())
    assert "~ --num-layers beside the pattern: needed -> not needed" in out
    assert (
        "takes: nothing (a switch that sets false) -> nothing (a switch that sets true); "
        "default: on -> off"
    ) in out
    assert "--lazy-mpu-init: takes: a value -> nothing (a switch that sets true);" in out


def test_diff_of_one_release_with_itself(nam56r: Command) -> None:
    assert nam56r("targets", "diff", "0.19", "core_v0.19.0").out == (
        "core_v0.19.0 -> core_v0.19.0\nno difference\n"
    )


def test_diff_as_json(nam56r: Command) -> None:
    found = json.loads(nam56r("targets", "diff", "0.16", "0.17", "--output-format", "json").out)
    assert (found["old"], found["new"]) == ("core_v0.16.1", "core_v0.17.1")
    assert [symbol["char"] for symbol in found["symbols_gained"]] == ["G"]
    assert {"field": "stage_separator", "old": None, "new": "|"} in found["pattern"]


@pytest.mark.parametrize("argv", [["show", "0.19.1"], ["diff", "0.18", "0.19.1"]], ids=" ".join)
def test_an_unknown_target_names_the_nearest(nam56r: Command, argv: list[str]) -> None:
    result = nam56r("targets", *argv)
    assert (result.code, result.out) == (2, "")
    assert "unknown target '0.19.1'; did you mean core_v0.19.0" in result.err
