"""The first release in which a layer is native, with what stands beside it."""

from __future__ import annotations

import pytest

from support.recipes import analyse

SEAMS = "seams: {stack_spec: {module: a.b, name: c}, carry: {A: '*'}}\n"
PART = "extends: sparse\nA: {multi_latent_attention: true, dsa: {family_ranks: [1]}}\n" + SEAMS
MIXED = PART + "pattern: AMAM\ndepth: 4\n"


@pytest.mark.parametrize("target", ["core_v0.16.1", "core_v0.17.1", "core_v0.18.2"])
def test_what_excludes_its_neighbours_is_native_with_them(target: str) -> None:
    """In 0.18 sparse attention has a symbol, which `*` may not stand beside."""
    plan = analyse(MIXED, target=target).plan
    told = [str(plan.native_later(one.verdict)) for one in plan.layers if one.letter == "A"]
    assert told == ["native from 0.19.0 (`+`)", "native from 0.19.0 (`D`)"]


def test_what_no_release_builds_together_is_native_in_none() -> None:
    text = MIXED.replace("multi_latent_attention: true", "multi_latent_attention: false")
    for target in ("core_v0.18.2", "core_v0.19.0", "main-2026-08-22"):
        plan = analyse(text, target=target).plan
        assert [plan.native_later(layer.verdict) for layer in plan.layers] == [None] * 4


def test_alone_it_is_native_with_its_symbol() -> None:
    plan = analyse("extends: sparse\n", target="core_v0.17.1").plan
    assert str(plan.native_later(plan.layers[0].verdict)) == "native from 0.18.2 (`D`)"


def test_what_is_kept_back_by_its_own_settings_waits_for_no_release() -> None:
    plan = analyse("extends: complete\npattern: E\n").plan
    assert plan.layers[0].status.value == "blocked"
    assert plan.native_later(plan.layers[0].verdict) is None
