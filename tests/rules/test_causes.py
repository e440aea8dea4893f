"""A finding at one place names the setting at another that brings it about."""

from __future__ import annotations

import pytest

from support.recipes import analyse

AUTHORED = "extends: complete\nM:\n  mixer: authored\npattern: AM\n"
LATENT = "extends: latent\ntarget: core_v0.18.2\nA:\n  multi_latent_attention: true\npattern: AM\n"
OLD = "extends: experts\ntarget: core_v0.15.3\npattern: AE\n"
RANKS = "extends: sparse\npattern: AM\ndepth: 4\nA: {dsa: {family_ranks: [9]}}\n"


@pytest.mark.parametrize(
    ("text", "code", "cause"),
    [
        (AUTHORED, "unresolved-layer", "mixer"),
        (LATENT, "unresolved-layer", "multi_latent_attention"),
        (OLD, "experts-not-in-target", "target"),
        (RANKS, "dsa-rank", "pattern"),
    ],
)
def test_the_setting_behind_a_finding(text: str, code: str, cause: str) -> None:
    found = [finding for finding in analyse(text).diagnostics if finding.code == code]
    assert found
    related = found[0].related
    assert [place.location.source.slice(place.location.range) for place in related] == [cause]
