"""The verdict on each letter in each release: native, custom or blocked (contract, section 4)."""

from __future__ import annotations

import itertools

import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import Status
from nam56r_core.targets.releases import (
    MAIN,
    RELEASES,
    V0_12,
    V0_14,
    V0_16,
    V0_17,
    V0_18,
    V0_19,
    Release,
)
from support.recipes import analyse

SEAMS = 'seams: {stack_spec: {module: m, name: n}, carry: {A: "*", R: M, G: M}}\n'
GQA = "extends: complete\nA: {group_query_attention: true, num_query_groups: 8}\npattern: AM\n"
MLA = "extends: latent\npattern: AM\nmodel: {no_rope_fusion: true, rope_type: yarn}\n"
DSA = "extends: sparse\npattern: AM\nmodel: {no_rope_fusion: true, rope_type: yarn}\n"
DSA_WITHOUT_SIZES = MLA + "A: {dsa: {family_ranks: all}}\n"


def on(recipe: str, release: Release) -> Analysis:
    """The recipe as one would write it for a release: `--rope-type` is a flag from 0.14 on."""
    rope_type = "yarn" if release >= V0_14 else "null"
    text = recipe.replace("rope_type: yarn", f"rope_type: {rope_type}")
    return analyse(text, target=release.tag)


each_release = pytest.mark.parametrize("release", RELEASES, ids=str)


def verdicts(result: Analysis, letter: str) -> tuple[Status, str | None]:
    """Status and symbol of a letter, which must be the same on all of its layers."""
    found = {
        (layer.status, layer.verdict.symbol)
        for layer in result.plan.layers
        if layer.letter == letter
    }
    [verdict] = found
    return verdict


@pytest.mark.parametrize(
    ("kind", "recipe", "native_since", "symbol"),
    [("GQA", GQA, V0_12, "*"), ("MLA", MLA, V0_19, "+"), ("DSA", DSA, V0_18, "D")],
)
@each_release
def test_attention(
    release: Release, kind: str, recipe: str, native_since: Release, symbol: str
) -> None:
    """`*` is never MLA and never DSA; each is native from the release that has a symbol for it."""
    bare = on(recipe, release)
    seamed = on(recipe + SEAMS, release)
    if release >= native_since:
        assert verdicts(bare, "A") == verdicts(seamed, "A") == (Status.NATIVE, symbol), kind
        assert bare.runnable
    else:
        assert verdicts(bare, "A") == (Status.BLOCKED, None)
        assert verdicts(seamed, "A") == (Status.CUSTOM, "*")
        assert not bare.runnable
        assert seamed.runnable or (kind == "DSA" and release < V0_16)


@pytest.mark.parametrize("release", [r for r in RELEASES if r < V0_16], ids=str)
def test_before_0_16_no_flag_carries_the_sizes_of_an_indexer(release: Release) -> None:
    """The author's own code has them; the recipe says which layers are sparse."""
    result = on(DSA_WITHOUT_SIZES + SEAMS, release)
    assert verdicts(result, "A") == (Status.CUSTOM, "*")
    assert result.runnable
    with_sizes = on(DSA + SEAMS, release)
    errors = {d.code for d in with_sizes.diagnostics if d.severity is Severity.ERROR}
    assert errors == {"flag-not-in-target"}


@each_release
def test_experts(release: Release) -> None:
    """Blocked before 0.16 with or without seams: experts exclude `--spec` there."""
    for text in ("extends: experts\n", "extends: experts\n" + SEAMS):
        result = analyse(text, target=release.tag)
        native = release >= V0_16
        expected = (Status.NATIVE, "E") if native else (Status.BLOCKED, None)
        assert verdicts(result, "E") == expected
        assert result.runnable is native


@each_release
def test_experts_without_settings_are_blocked_and_never_another_symbol(release: Release) -> None:
    result = analyse("extends: complete\npattern: AEM\n" + SEAMS, target=release.tag)
    assert verdicts(result, "E") == (Status.BLOCKED, None)
    assert result.plan.hybrid_layer_pattern is None
    assert result.plan.translated_pattern[1] == "E"


@pytest.mark.parametrize("letter", "GD")
@each_release
def test_gated_delta_net(release: Release, letter: str) -> None:
    """Both letters lower to Megatron's `G` from 0.17; Megatron's own `D` is something else."""
    text = f"extends: complete\npattern: A{letter}M\n"
    bare = analyse(text, target=release.tag)
    seamed = analyse(text + SEAMS, target=release.tag)
    if release >= V0_17:
        assert verdicts(bare, letter) == verdicts(seamed, letter) == (Status.NATIVE, "G")
        assert bare.plan.hybrid_layer_pattern == "*GM*"
    else:
        assert verdicts(bare, letter) == (Status.BLOCKED, None)
        assert verdicts(seamed, letter) == (Status.CUSTOM, "M")
    assert bare.plan.translated_pattern == "*GM*"


@each_release
def test_mamba(release: Release) -> None:
    """`M` is its syntax either way; the authored mixer is custom through a stack spec only."""
    native = analyse("extends: complete\n", target=release.tag)
    assert verdicts(native, "M") == (Status.NATIVE, "M")
    authored = "extends: complete\nM: {mixer: authored}\n"
    bare = analyse(authored, target=release.tag)
    assert verdicts(bare, "M") == (Status.BLOCKED, None)
    assert bare.plan.requires_custom_mamba3
    seamed = analyse(authored + SEAMS, target=release.tag)
    assert verdicts(seamed, "M") == (Status.CUSTOM, "M")
    unsaid = analyse("extends: complete\nM: {mixer: null}\n" + SEAMS, target=release.tag)
    assert verdicts(unsaid, "M") == (Status.BLOCKED, None)


@each_release
def test_the_recurrence_has_no_symbol_anywhere(release: Release) -> None:
    text = "extends: complete\npattern: AMR\ndepth: 6\n"
    bare = analyse(text, target=release.tag)
    assert verdicts(bare, "R") == (Status.BLOCKED, None)
    assert bare.plan.requires_custom_m2rnn
    seamed = analyse(text + SEAMS, target=release.tag)
    assert verdicts(seamed, "R") == (Status.CUSTOM, "M")
    assert seamed.plan.hybrid_layer_pattern == "*MM*MM"
    assert bare.plan.translated_pattern == seamed.plan.translated_pattern == "*MR*MR"


def test_a_seam_needs_both_the_spec_and_the_carrier() -> None:
    text = "extends: complete\npattern: AMR\n"
    spec, carrier = "stack_spec: {module: m, name: n}", "carry: {R: M}"
    for parts in ([], [spec], [carrier], ["stack_spec: {module: m}", carrier]):
        result = analyse(text + "seams: {" + ", ".join(parts) + "}\n")
        assert verdicts(result, "R") == (Status.BLOCKED, None), parts
    result = analyse(text + f"seams: {{{spec}, {carrier}}}\n")
    assert verdicts(result, "R") == (Status.CUSTOM, "M")


@pytest.mark.parametrize(("carrier", "release"), [("E", V0_12), ("D", V0_17), ("+", V0_18)])
def test_a_carrier_is_a_symbol_of_the_release(carrier: str, release: Release) -> None:
    text = f"extends: authored\nseams: {{carry: {{R: '{carrier}'}}}}\n"
    assert verdicts(analyse(text, target=release.tag), "R") == (Status.BLOCKED, None)
    assert verdicts(analyse(text, target=MAIN.tag), "R")[0] is not Status.NATIVE


def test_symbols_that_exclude_each_other_block_the_carried_layer_first() -> None:
    text = "extends: [sparse, authored]\ntarget: core_v0.18.2\npattern: AMR\n"
    result = analyse(text + "seams: {carry: {R: '*'}}\n")
    assert verdicts(result, "A") == (Status.NATIVE, "D")
    assert verdicts(result, "R") == (Status.BLOCKED, None)
    assert verdicts(analyse(text + "seams: {carry: {R: M}}\n"), "R") == (Status.CUSTOM, "M")


def test_without_a_target_every_layer_is_blocked() -> None:
    result = analyse("extends: complete\ntarget: null\n")
    assert {layer.status for layer in result.plan.layers} == {Status.BLOCKED}
    assert result.plan.hybrid_layer_pattern is None
    assert result.bundle.argv == ()


def test_every_verdict_says_why() -> None:
    for release, text in itertools.product(RELEASES, (GQA, MLA, DSA, "extends: experts\n")):
        for layer in on(text, release).plan.layers:
            assert layer.verdict.reason
            assert (layer.verdict.builds is not None) == (layer.status is Status.NATIVE)
