"""Fixes that offer a number: the nearest one that fits, and no layout that needs more processes."""

from __future__ import annotations

import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.changes import Fix
from nam56r_core.syntax.edits import edits_of
from nam56r_core.text import apply_edits
from support.recipes import analyse

PIPELINE, DEPTH = "parallel.pipeline_model_parallel_size", "depth"
TP, CP = "parallel.tensor_model_parallel_size", "parallel.context_parallel_size"
BATCH, MICRO = "training.global_batch_size", "training.micro_batch_size"

OFFERS = [
    # Too few layers by three, by one, and exactly between two multiples.
    (f"{DEPTH}: 13", f"{PIPELINE}: 4", {DEPTH: 16}),
    (f"{DEPTH}: 15", f"{PIPELINE}: 4", {PIPELINE: 3, DEPTH: 16}),
    (f"{DEPTH}: 6", f"{PIPELINE}: 4", {PIPELINE: 3, DEPTH: 8}),
    # Of all divisors the largest that is smaller.
    (f"{DEPTH}: 12", f"{PIPELINE}: 8", {PIPELINE: 6, DEPTH: 16}),
    # Virtual stages count: 4 ranks × 2 stages are 8, which 12 layers do not fill.
    (
        f"{DEPTH}: 12",
        f"{PIPELINE}: 5, num_virtual_stages_per_pipeline_rank: 2",
        {PIPELINE: 3, DEPTH: 20},
    ),
    ("model: {num_attention_heads: 14, kv_channels: 64}", f"{TP}: 4", {TP: 2, "heads": 16}),
    # 5 is nearer to 4 than 1 is, but would need more processes.
    ("model: {num_attention_heads: 5, kv_channels: 64}", f"{TP}: 4", {TP: 1, "heads": 8}),
    # A sequence is cut into 2 × CP pieces: 4 divides 2068, 2 × 4 does not.
    ("data: {seq_length: 2068}", f"{CP}: 8", {CP: 2, "data.seq_length": 2080}),
    ("data: {seq_length: 2044}", f"{CP}: 4", {CP: 2, "data.seq_length": 2048}),
    # No layout: up or down, whichever is nearer, and down where both are.
    ("training: {global_batch_size: 10}", f"{MICRO}: 4", {MICRO: 5, BATCH: 12}),
    ("training: {global_batch_size: 24}", f"{MICRO}: 7", {MICRO: 6, BATCH: 28}),
    # A number with many digits is not searched for.
    ("training: {global_batch_size: 10007}", f"{MICRO}: 4096", {MICRO: 1, BATCH: 12288}),
    ("training: {global_batch_size: 10007}", f"{MICRO}: 4097", {}),
    ("training: {global_batch_size: 10007}", f"{MICRO}: 4098", {}),
]


def offered(first: str, second: str) -> tuple[Analysis, list[Fix]]:
    """The fixes of the one finding about a size, for a recipe with two more settings."""
    section, _, value = second.partition(".")
    lines = [f"{section}: {{{value}}}"]
    name, _, rest = first.partition(": {")
    lines = [f"{name}: {{{rest[:-1]}, {value}}}"] if rest and name == section else [first, *lines]
    environment = 'launch: {environment: {CUDA_DEVICE_MAX_CONNECTIONS: "1"}}'
    result = analyse("\n".join(["extends: complete", *lines, environment, ""]))
    (finding,) = (d for d in result.diagnostics if d.code in ("indivisible", "pipeline-split"))
    return result, list(finding.fixes)


@pytest.mark.parametrize(("first", "second", "expected"), OFFERS)
def test_the_nearest_numbers_that_fit(first: str, second: str, expected: dict[str, int]) -> None:
    _, fixes = offered(first, second)
    names = {"heads": "model.num_attention_heads"}
    wanted = [f"Set `{names.get(key, key)}` to `{number}`" for key, number in expected.items()]
    assert [fix.title for fix in fixes] == wanted


@pytest.mark.parametrize(("first", "second"), [offer[:2] for offer in OFFERS])
def test_each_ends_its_finding(first: str, second: str) -> None:
    result, fixes = offered(first, second)
    tree = result.facts.inherited.trees[0]
    for fix in fixes:
        edits = edits_of(tree, fix.changes)
        assert edits is not None
        after = analyse(apply_edits(tree.source.data, edits))
        assert not {"indivisible", "pipeline-split"}.intersection(d.code for d in after.diagnostics)
