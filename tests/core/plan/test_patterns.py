"""The two patterns of a plan: what each layer is to the target, and what Megatron is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nam56r_core.layers import Family, Status
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.model import Plan
from nam56r_core.plan.reasons import MtpParts
from nam56r_core.plan.translate import translate
from nam56r_core.syntax.pattern import read_pattern
from nam56r_core.targets.alphabet import alphabet_of
from nam56r_core.targets.releases import RELEASES, V0_16, V0_17, V0_18, V0_19, Release
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse


def example(name: str) -> Path:
    return next(path for path in EXAMPLES if stem(path) == name)


def words(plan: Plan) -> str:
    """Why a plan has no pattern."""
    assert plan.withheld is not None
    return reason_words(plan.withheld, plan.target)


def symbols(plan: Plan, letter: str) -> list[str | None]:
    return [layer.verdict.symbol for layer in plan.layers if layer.letter == letter]


def test_the_reference_plan() -> None:
    """Contract, section 3: 52 symbols and one `/*-`, `R` kept, two custom mixers, not native."""
    result = analyse_example(example("nam56r"))
    plan = result.plan
    main, mtp = plan.translated_pattern.split("/")
    assert len(main) == 52
    assert main == ("*EME*EME*EMR" * 5)[:52]
    assert mtp == "*-"
    assert plan.mtp.depths == 1
    assert plan.requires_custom_mamba3
    assert plan.requires_custom_m2rnn
    assert not plan.is_fully_native
    assert plan.hybrid_layer_pattern is None
    assert plan.withheld
    assert not result.runnable


def test_the_runnable_variant_keeps_the_tail_in_sight() -> None:
    """`R` is written as its carrier for Megatron, and stays `R` for people."""
    plan = analyse_example(example("nam56r-runnable")).plan
    assert plan.translated_pattern == ("*EME*EME*EMR" * 5)[:52] + "/*-"
    assert plan.hybrid_layer_pattern == ("*EME*EME*EMM" * 5)[:52] + "/*-"
    assert not plan.is_fully_native


SPARSE_RANKS = {1, 2, 3, 5, 6, 7, 9, 10, 11}


@pytest.mark.parametrize("release", [r for r in RELEASES if r >= V0_19], ids=str)
def test_nine_sparse_and_four_latent_layers_are_native_from_0_19(release: Release) -> None:
    plan = analyse_example(example("nam56r-dsa"), release.tag).plan
    attention = [layer for layer in plan.layers if layer.letter == "A"]
    expected = ["D" if rank in SPARSE_RANKS else "+" for rank in range(13)]
    assert [layer.verdict.symbol for layer in attention] == expected
    assert {layer.status for layer in attention} == {Status.NATIVE}
    assert plan.hybrid_layer_pattern is not None
    assert plan.hybrid_layer_pattern.count("D") == 9
    assert plan.hybrid_layer_pattern.split("/")[0].count("+") == 4


def test_on_0_18_all_thirteen_are_custom() -> None:
    """`D` may not stand beside the `*` that carries the latent layers, so all ride on it."""
    result = analyse_example(example("nam56r-dsa-0.18"))
    attention = [layer for layer in result.plan.layers if layer.letter == "A"]
    assert [layer.verdict.symbol for layer in attention] == ["*"] * 13
    assert {layer.status for layer in attention} == {Status.CUSTOM}
    assert result.runnable
    assert "A" in result.plan.translated_pattern
    assert "*" not in result.plan.translated_pattern


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_mtp_parts(release: Release) -> None:
    """Built from 0.17 and only from the pattern; before, the flag would be accepted for nothing."""
    result = analyse("extends: complete\nmtp: {mtp_num_layers: 3}\n", target=release.tag)
    plan = result.plan
    assert plan.translated_pattern == "*M*M/*-/*-/*-"
    assert plan.mtp.depths == 3
    if release >= V0_17:
        assert plan.hybrid_layer_pattern == "*M*M/*-/*-/*-"
        assert plan.mtp.built
        assert result.runnable
    else:
        assert plan.hybrid_layer_pattern is None
        assert not plan.mtp.built
        assert not result.runnable
    # the depths are said once, in the pattern: a second count could only disagree
    assert not any(token.startswith("--multi-token") for token in result.bundle.argv)


def test_an_mtp_part_of_its_own() -> None:
    plan = analyse('extends: complete\nmtp: {mtp_num_layers: 1, pattern: "*-M"}\n').plan
    assert plan.hybrid_layer_pattern == "*M*M/*-M"


def test_without_mtp_there_is_no_suffix() -> None:
    plan = analyse('extends: complete\nmtp: {pattern: "*-"}\n').plan
    assert plan.translated_pattern == plan.hybrid_layer_pattern == "*M*M"
    assert plan.mtp.depths == 0


def test_a_blocked_letter_stays_in_sight_and_nothing_is_emitted() -> None:
    result = analyse("extends: complete\npattern: AXEM\n")
    assert result.plan.translated_pattern == "*XEM"
    assert result.plan.hybrid_layer_pattern is None
    assert "2 of 4 layers are blocked (`X`, `E`)" in words(result.plan)


def test_an_authored_d_shows_as_megatrons_g() -> None:
    """In Megatron's alphabet a `D` would read as sparse attention."""
    for release in (V0_16, V0_18):
        plan = analyse("extends: complete\npattern: AD\n", target=release.tag).plan
        assert plan.translated_pattern == "*G*G"


def test_errors_elsewhere_withhold_the_arguments_not_the_plan() -> None:
    result = analyse("extends: complete\nmodel: {hidden_size: null}\n")
    assert result.plan.hybrid_layer_pattern == "*M*M"
    assert not result.runnable
    assert not any("*M*M" in token for token in result.bundle.argv)
    assert result.bundle.custom_notes[-1].startswith("the pattern is withheld")


def test_a_fully_native_plan() -> None:
    plan = analyse_example(example("nemotron-h-like")).plan
    assert plan.is_fully_native
    assert plan.seams == ()
    assert "A" not in plan.translated_pattern


@pytest.mark.parametrize(
    "change",
    ["features: {fim: {rate: 0.5}}", "pattern: AMR", "M: {mixer: authored}", "pattern: null"],
)
def test_what_makes_a_plan_not_fully_native(change: str) -> None:
    assert analyse("extends: complete\n").plan.is_fully_native
    assert not analyse(f"extends: complete\n{change}\n").plan.is_fully_native


@pytest.mark.parametrize("part", ["+-", "*D", "E", "AX"])
def test_an_mtp_part_that_cannot_be_built_withholds_the_pattern(part: str) -> None:
    """On 0.18: no `+`, `*` beside `D` in one part, experts that are not configured, no symbols."""
    text = f'extends: complete\nmtp: {{mtp_num_layers: 1, pattern: "{part}"}}\n'
    plan = analyse(text, target=V0_18.tag).plan
    assert plan.hybrid_layer_pattern is None
    assert "would not build the MTP part" in words(plan)
    assert plan.translated_pattern.endswith(f"/{part}")


def test_the_separators_of_a_target_pattern_are_the_targets() -> None:
    """Whatever authors write between stages."""
    facts = analyse(
        "extends: complete\npattern: AM|AM\ndepth: 4\n"
        "parallel: {pipeline_model_parallel_size: 2}\nmtp: {mtp_num_layers: 2}\n"
    ).facts
    target = facts.target
    assert target is not None
    syntax = replace(target.catalog.pattern, stage_separator=";", mtp_separator=":")
    odd = replace(target, catalog=replace(target.catalog, pattern=syntax))
    plan = translate(facts.recipe, facts.pattern, facts.origins, odd)
    assert plan.pattern == "AM|AM"
    assert plan.translated_pattern == plan.hybrid_layer_pattern == "*M;*M:*-:*-"
    assert facts.plan.hybrid_layer_pattern == "*M|*M/*-/*-"
    assert plan.mtp.reason == MtpParts(":", "*-")


def test_what_stands_behind_a_slash_is_no_layer() -> None:
    """It is told, and withholds the pattern; the letters before it are counted as they are."""
    plan = analyse("extends: complete\npattern: AM|AM/M-/M-\ndepth: 4\n").plan
    assert [layer.letter for layer in plan.layers] == list("AMAM")
    assert plan.translated_pattern.replace("|", "") == "*M*M"
    assert plan.hybrid_layer_pattern is None
    assert words(plan) == "`/M-/M-` behind the stack is for `mtp` to say"


@pytest.mark.parametrize(
    ("text", "target", "translated"),
    [
        ("M-M*-", "core_v0.12.3", "M-M*-"),
        ("M-M*-MEM*E", "core_v0.19.0", "M-M*-MEM*E"),
        ("M*|M-/*-", "core_v0.19.0", "M*|M-"),
        ("+-D-", "core_v0.19.0", "+-D-"),
    ],
)
def test_a_pattern_in_the_alphabet_of_its_target_is_its_own_translation(
    text: str, target: str, translated: str
) -> None:
    """The kinds are those of the symbols, whatever the recipe sets (`M.mixer` is not asked)."""
    facts = analyse(
        f"extends: experts\nM: {{mixer: null}}\npattern: '{text}'\ndepth: null\n"
        "parallel: {pipeline_model_parallel_size: " + ("2" if "|" in text else "1") + "}\n",
        target=target,
    ).facts
    assert facts.target is not None and facts.pattern is not None
    alphabet = alphabet_of(facts.target.catalog)
    scalar = facts.origins.scalar(("pattern",))
    assert scalar is not None
    pattern = read_pattern(scalar, alphabet)
    plan = translate(facts.recipe, pattern, facts.origins, facts.target)
    assert plan.translated_pattern == translated
    assert {layer.status for layer in plan.layers} == {Status.NATIVE}
    assert [layer.verdict.kind for layer in plan.layers] == [
        alphabet.kinds[char] for char in translated if char != "|"
    ]
    assert [layer.family for layer in plan.layers].count(Family.MLP) == translated.count("-")
