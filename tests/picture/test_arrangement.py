"""How a stack becomes rows: every layer once, in order, cut where the pipeline cuts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nam56r_core.picture.arrange import FULL_SIZE_LAYERS, Arrangement, arrange
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse


def arranged(pattern: str, depth: int, more: str = "") -> Arrangement:
    return arrange(analyse(f"extends: experts\npattern: {pattern}\ndepth: {depth}\n{more}").plan)


def lengths(arrangement: Arrangement) -> list[list[int]]:
    return [[len(row) for row in stage.rows] for stage in arrangement.stages]


@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_every_layer_once_in_order(recipe: Path) -> None:
    plan = analyse_example(recipe).plan
    found = [layer for row in arrange(plan).rows() for layer in row]
    assert found == list(plan.layers)


def test_rows_hold_whole_repetitions_of_the_pattern() -> None:
    arrangement = arranged("AEMEAEMEAEME", 52)
    assert lengths(arrangement) == [[12, 12, 12, 12, 4]]
    assert arrangement.period == 12
    assert lengths(arranged("AEM", 40)) == [[15, 15, 10]]
    assert all(row[0].letter_number == 1 for row in arranged("AEM", 40).rows())


def test_a_pattern_that_is_not_repeated_is_divided_evenly() -> None:
    arrangement = arranged("AEMEAEMEAEMEAEMEAEMEAEMEAE", 26)
    assert (lengths(arrangement), arrangement.period) == ([[13, 13]], 0)


def test_a_short_stack_is_one_row() -> None:
    assert lengths(arranged("AM", 6)) == [[6]]


def test_stages_are_rows_of_their_own() -> None:
    more = "parallel: {pipeline_model_parallel_size: 2, num_virtual_stages_per_pipeline_rank: 2}\n"
    arrangement = arranged("AEM", 20, more)
    assert lengths(arrangement) == [[5], [5], [5], [5]]
    assert [stage.title for stage in arrangement.stages] == [
        "pipeline rank 0 · virtual stage 0 · 5 layers",
        "pipeline rank 1 · virtual stage 0 · 5 layers",
        "pipeline rank 0 · virtual stage 1 · 5 layers",
        "pipeline rank 1 · virtual stage 1 · 5 layers",
    ]


def test_a_stack_that_cannot_be_cut_is_shown_whole() -> None:
    arrangement = arranged("AEM", 7, "parallel: {pipeline_model_parallel_size: 2}\n")
    assert [stage.title for stage in arrangement.stages] == [""]


def test_many_stages_are_marked_in_the_rows() -> None:
    arrangement = arranged("AM", 80, "parallel: {pipeline_model_parallel_size: 40}\n")
    assert [stage.title for stage in arrangement.stages] == [""]
    assert arrangement.remark == "40 pipeline segments: a bar marks where each begins"


def test_a_large_stack_says_that_it_is_small() -> None:
    at_most = arranged("AM", FULL_SIZE_LAYERS)
    more = arranged("AM", FULL_SIZE_LAYERS + 2)
    assert (at_most.small, at_most.remark) == (False, "")
    assert more.small
    assert more.remark == f"{FULL_SIZE_LAYERS + 2} layers are drawn small, without their numbers"


def test_no_layer() -> None:
    arrangement = arrange(analyse("name: empty\n").plan)
    assert (arrangement.stages, arrangement.per_row) == ((), 1)
