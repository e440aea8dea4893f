"""`--fix` loses no value and changes nothing that rests on a value under an unknown key."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import RUNNABLE, Command, write

BOTH = ("--fix", "--unsafe-fixes")


def fixed(nam56r: Command, project: Path, text: str, *options: str) -> str:
    path = write(project / "a.nam56r.yaml", text)
    nam56r("check", *options)
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            "parallel:\n  tp: 2\n  sequence_parallel: true\n",
            "parallel:\n  tensor_model_parallel_size: 2\n  sequence_parallel: true\n",
        ),
        (
            "parallel:\n  tensor_parallel_size: 2\n",
            "parallel:\n  tensor_model_parallel_size: 2\n",
        ),
        (
            "Experts:\n  num_experts: 8\n  moe_router_topk: 2\n",
            "E:\n  num_experts: 8\n  moe_router_topk: 2\n",
        ),
    ],
)
def test_a_safe_fix_renames_what_another_framework_calls_it(
    nam56r: Command, project: Path, wrong: str, right: str
) -> None:
    assert fixed(nam56r, project, RUNNABLE + wrong, "--fix") == RUNNABLE + right


def test_a_slip_for_the_one_key_that_is_missing_is_a_safe_fix(
    nam56r: Command, project: Path
) -> None:
    wrong = RUNNABLE.replace("pattern:", "patern:")
    assert fixed(nam56r, project, wrong, "--fix") == RUNNABLE


@pytest.mark.parametrize(
    "extra",
    [
        "tensor_model_parallel_size: 4\nparallel:\n  tensor_model_parallel_size: 2\n",
        "Nonsense:\n  num_experts: 8\n",
    ],
)
def test_no_fix_removes_a_key_with_its_value(nam56r: Command, project: Path, extra: str) -> None:
    assert fixed(nam56r, project, RUNNABLE + extra, *BOTH) == RUNNABLE + extra


def test_the_opposite_switch_gets_the_other_value(nam56r: Command, project: Path) -> None:
    wrong = RUNNABLE.replace("model:\n", "model:\n  tie_embeddings: false\n")
    after = fixed(nam56r, project, wrong, *BOTH)
    assert "  untie_embeddings_and_output_weights: true\n" in after
    assert "tie_embeddings: false" not in after
