"""Pipeline stages: segments, ranks and virtual stages, release by release."""

from __future__ import annotations

import pytest

from nam56r_core.plan.model import Pipeline, PipelineFault, Plan
from nam56r_core.plan.pipeline import stage_of
from nam56r_core.targets.releases import (
    RELEASES,
    V0_12,
    V0_15,
    V0_16,
    V0_17,
    V0_19,
    Release,
)
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse

KEYS = {
    "pp": "pipeline_model_parallel_size",
    "vp": "num_virtual_stages_per_pipeline_rank",
    "first": "decoder_first_pipeline_num_layers",
    "last": "decoder_last_pipeline_num_layers",
}


def plan_of(pattern: str, depth: int, release: Release = V0_19, **layout: int) -> Plan:
    parallel = "".join(f"  {KEYS[name]}: {value}\n" for name, value in layout.items())
    text = f'extends: complete\npattern: "{pattern}"\ndepth: {depth}\nparallel:\n{parallel}'
    return analyse(text, target=release.tag).plan


@pytest.mark.parametrize(
    ("pattern", "depth", "layout", "segments"),
    [
        ("AM", 8, {}, (8,)),
        ("AM", 8, {"pp": 2}, (4, 4)),
        ("AM", 8, {"pp": 2, "vp": 2}, (2, 2, 2, 2)),
        ("AMM|A", 4, {"pp": 2}, (3, 1)),
        ("A|M|A|MM", 5, {"pp": 2}, (1, 1, 1, 2)),
        ("A|M|A|M", 4, {"pp": 4}, (1, 1, 1, 1)),
        ("AM", 10, {"pp": 4, "first": 2, "last": 2}, (2, 3, 3, 2)),
        ("AM", 10, {"pp": 4, "first": 1}, (1, 3, 3, 3)),
        ("AM", 10, {"pp": 4, "last": 1}, (3, 3, 3, 1)),
        ("AM", 8, {"pp": 2, "first": 3, "last": 5}, (3, 5)),
    ],
)
def test_segments(
    pattern: str, depth: int, layout: dict[str, int], segments: tuple[int, ...]
) -> None:
    plan = plan_of(pattern, depth, **layout)
    assert plan.pipeline.fault is None
    assert plan.pipeline.segments == segments
    assert sum(plan.pipeline.segments) == len(plan.layers)


@pytest.mark.parametrize(
    ("pattern", "depth", "layout", "release", "fault"),
    [
        ("AM", 9, {"pp": 2}, V0_19, PipelineFault.NOT_DIVISIBLE),
        ("AM", 10, {"pp": 2, "vp": 2}, V0_19, PipelineFault.NOT_DIVISIBLE),
        ("A|M|A", 3, {"pp": 2}, V0_19, PipelineFault.SEGMENTS_NOT_A_MULTIPLE),
        ("A|M", 2, {"pp": 2, "vp": 2}, V0_19, PipelineFault.SEGMENTS_DISAGREE),
        ("A|M|A|M", 4, {"pp": 2, "vp": 1}, V0_19, PipelineFault.SEGMENTS_DISAGREE),
        ("A|M|A|M", 4, {"pp": 2}, V0_16, PipelineFault.NO_VIRTUAL_STAGES),
        ("AM", 8, {"pp": 2, "vp": 2}, V0_16, PipelineFault.NO_VIRTUAL_STAGES),
        ("AMM|A", 4, {"pp": 2}, V0_16, PipelineFault.UNEVEN_BREAKS),
        ("A||M", 2, {"pp": 3}, V0_19, PipelineFault.EMPTY_SEGMENT),
        ("|AM", 2, {"pp": 2}, V0_19, PipelineFault.EMPTY_SEGMENT),
        ("AM|", 2, {"pp": 2}, V0_19, PipelineFault.EMPTY_SEGMENT),
        ("A|M", 2, {"pp": 2, "first": 1}, V0_19, PipelineFault.UNEVEN_WITH_BREAKS),
        ("AM", 8, {"pp": 2, "vp": 2, "last": 1}, V0_19, PipelineFault.UNEVEN_WITH_BREAKS),
        ("AM", 10, {"pp": 4, "first": 2, "last": 2}, V0_15, PipelineFault.UNEVEN_IGNORED),
        ("A|M", 2, {}, V0_19, PipelineFault.VIRTUAL_WITHOUT_PIPELINE),
        ("AM", 8, {"vp": 2}, V0_19, PipelineFault.VIRTUAL_WITHOUT_PIPELINE),
        ("AM", 10, {"pp": 4, "first": 3}, V0_19, PipelineFault.UNEVEN_IMPOSSIBLE),
        ("AM", 8, {"pp": 2, "first": 3, "last": 4}, V0_19, PipelineFault.UNEVEN_IMPOSSIBLE),
        ("AM", 8, {"pp": 3, "first": 4, "last": 4}, V0_19, PipelineFault.UNEVEN_IMPOSSIBLE),
        ("AM", 8, {"pp": 2, "first": 9}, V0_19, PipelineFault.UNEVEN_IMPOSSIBLE),
        ("AM", 8, {"first": 4}, V0_19, PipelineFault.UNEVEN_IMPOSSIBLE),
    ],
)
def test_faults(
    pattern: str, depth: int, layout: dict[str, int], release: Release, fault: PipelineFault
) -> None:
    plan = plan_of(pattern, depth, release, **layout)
    assert plan.pipeline.fault is fault
    assert plan.pipeline.segments == ()
    assert plan.hybrid_layer_pattern is None
    assert {layer.pipeline_rank for layer in plan.layers} == {None}


def test_every_fault_has_a_case() -> None:
    [table] = [mark for mark in test_faults.pytestmark if mark.name == "parametrize"]
    assert {case[-1] for case in table.args[1]} == set(PipelineFault)


def test_a_segment_is_numbered_vp_times_pp_plus_rank() -> None:
    """Megatron's own order (0.17.1 mamba_hybrid_layer_allocation.py:443, 0.19.0:466)."""
    places = stage_of(Pipeline(2, 3, (1, 2, 1, 1, 1, 1), True))
    segment_of = [0, 1, 1, 2, 3, 4, 5]
    assert [vp * 2 + rank for rank, vp in places] == segment_of


def test_the_example_with_virtual_stages() -> None:
    plan = analyse_example(next(p for p in EXAMPLES if stem(p) == "nam56r-pp2-vpp2")).plan
    main, mtp = (plan.hybrid_layer_pattern or "").split("/")
    assert [len(part) for part in main.split("|")] == [13, 13, 13, 13]
    assert mtp == "*-"
    stages = [(layer.pipeline_rank, layer.virtual_stage) for layer in plan.layers]
    assert stages[::13] == [(0, 0), (1, 0), (0, 1), (1, 1)]


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_breaks_are_written_only_where_the_alphabet_has_them(release: Release) -> None:
    """Before 0.17 an even split needs none; what the pattern cannot say is not said."""
    plan = plan_of("AM|AM", 4, release, pp=2)
    assert plan.pipeline.segments == (2, 2)
    expected = "*M|*M" if release >= V0_17 else "*M*M"
    assert plan.hybrid_layer_pattern == plan.translated_pattern == expected


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_virtual_stages_come_from_breaks_and_never_from_a_flag(release: Release) -> None:
    text = "extends: complete\nparallel:\n  pipeline_model_parallel_size: 2\n"
    text += "  num_virtual_stages_per_pipeline_rank: 2\n"
    result = analyse(text, target=release.tag)
    assert result.runnable is (release >= V0_17)
    assert not any("virtual" in token for token in result.bundle.argv)
    if result.runnable:
        assert result.plan.hybrid_layer_pattern == "*|M|*|M"


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_first_and_last_counts(release: Release) -> None:
    """Ignored up to 0.15 (refused here, they would lose layers), honoured from 0.16."""
    plan = plan_of("AM", 10, release, pp=4, first=2, last=2)
    if release >= V0_16:
        assert plan.pipeline.segments == (2, 3, 3, 2)
        assert plan.hybrid_layer_pattern == "*M" * 5
    else:
        assert plan.pipeline.fault is PipelineFault.UNEVEN_IGNORED


def test_without_a_pipeline_every_layer_is_on_rank_0() -> None:
    plan = plan_of("AM", 4, V0_12)
    assert {(layer.pipeline_rank, layer.virtual_stage) for layer in plan.layers} == {(0, 0)}
