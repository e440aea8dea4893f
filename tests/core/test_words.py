"""Numbers of things agree with their nouns, wherever they are told."""

from __future__ import annotations

import pytest

from nam56r_core.messages import plan as wording
from nam56r_core.plan.model import Pipeline
from nam56r_core.plural import counted, inflected


@pytest.mark.parametrize(("number", "expected"), [(0, "0 layers"), (1, "1 layer"), (2, "2 layers")])
def test_only_one_is_singular(number: int, expected: str) -> None:
    assert counted(number, "layer") == expected
    assert f"{number} {inflected(number, 'layer')}" == expected


def test_a_noun_may_take_more_than_an_s() -> None:
    assert counted(1, "batch", "batches") == "1 batch"
    assert counted(2, "batch", "batches") == "2 batches"


def test_a_pipeline_of_one_is_told_in_the_singular() -> None:
    assert wording.pipeline(Pipeline(1, 1, (1,), False)) == "1 rank × 1 virtual stage: 1 layer"
    cut = Pipeline(2, 1, (1, 1), False)
    assert wording.pipeline(cut) == "2 ranks × 1 virtual stage: 1 + 1 layers"
