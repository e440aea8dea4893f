"""From letters to layers: the contract's reference expansion, tiling, ranks and stage breaks."""

from __future__ import annotations

import pytest

from nam56r_core.layers import Family
from nam56r_core.plan.model import Layer, Plan
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse

REFERENCE = analyse_example(next(path for path in EXAMPLES if stem(path) == "nam56r")).plan


def numbers(plan: Plan, letter: str) -> list[int]:
    return [layer.layer_number for layer in plan.layers if layer.letter == letter]


def letters(layers: tuple[Layer, ...]) -> str:
    return "".join(layer.letter for layer in layers)


def test_the_reference_counts() -> None:
    """Contract, section 3."""
    assert REFERENCE.counts() == {"A": 13, "E": 22, "M": 13, "R": 4}
    assert len(REFERENCE.layers) == REFERENCE.depth == 52


def test_the_reference_tail_layers() -> None:
    assert numbers(REFERENCE, "R") == [12, 24, 36, 48]
    assert [layer.index for layer in REFERENCE.layers if layer.letter == "R"] == [11, 23, 35, 47]


def test_the_reference_stack_ends_in_aeme() -> None:
    assert letters(REFERENCE.layers[-4:]) == "AEME"


def test_the_reference_roles_are_one_per_layer() -> None:
    """The published one-line sample lists 14 roles for 12 letters; it is computed, not copied."""
    roles = [layer.family.value for layer in REFERENCE.layers]
    tile = {"A": "attention", "E": "moe", "M": "mamba", "R": "recurrent_tail"}
    assert roles[:12] == [tile[letter] for letter in "AEMEAEMEAEMR"]
    assert roles[12:24] == roles[:12]


def test_family_ranks_count_each_family_from_0() -> None:
    attention = [layer for layer in REFERENCE.layers if layer.family is Family.ATTENTION]
    assert [layer.family_rank for layer in attention] == list(range(13))
    assert attention[3].layer_number == 13, "the fourth attention layer opens the second tile"


def test_both_letters_of_gated_delta_net_are_one_family() -> None:
    plan = analyse("extends: complete\npattern: GADA\ndepth: 8\n").plan
    ranks = [layer.family_rank for layer in plan.layers if layer.letter in "GD"]
    assert ranks == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("pattern", "depth", "expected"),
    [
        ("AM", 1, "A"),
        ("AM", 5, "AMAMA"),
        ("AMM", 3, "AMM"),
        ("AMMA", 3, "AMM"),
        ("M", 4, "MMMM"),
        # with stage breaks the letters stand for themselves, whatever the depth
        ("AM|AM", 4, "AMAM"),
        ("AM|AM", 6, "AMAM"),
        ("AM|AM", 2, "AMAM"),
        ("|", 3, ""),
        ("", 3, ""),
    ],
)
def test_tiling(pattern: str, depth: int, expected: str) -> None:
    plan = analyse(f'extends: complete\npattern: "{pattern}"\ndepth: {depth}\n').plan
    assert letters(plan.layers) == expected


def test_without_a_depth_the_letters_are_shown_once() -> None:
    result = analyse("extends: complete\npattern: AMMA\ndepth: null\n")
    assert letters(result.plan.layers) == "AMMA"
    assert not result.runnable


def test_an_unknown_letter_keeps_its_layer() -> None:
    """So that the layers after a slip keep their numbers."""
    plan = analyse("extends: complete\npattern: AxM\ndepth: 6\n").plan
    assert numbers(plan, "M") == [3, 6]
    assert [layer.letter_number for layer in plan.layers] == [1, 2, 3, 1, 2, 3]


def test_a_layer_points_at_its_authored_letter() -> None:
    text = "extends: complete\npattern: 'AM|AM'\nparallel: {pipeline_model_parallel_size: 2}\n"
    plan = analyse(text).plan
    start = text.index("AM|AM")
    assert [layer.location.range.start - start for layer in plan.layers] == [0, 1, 3, 4]
