"""Effective values: each origin, and what is never assumed."""

from __future__ import annotations

import pytest

from nam56r_core.changes import Path, Plain
from nam56r_core.dimensions.model import Origin
from nam56r_core.targets.releases import RELEASES, Release
from support.recipes import analyse

STATE: Path = ("M", "mamba_state_dim")
DENSE: Path = ("model", "ffn_hidden_size")
HEADS: Path = ("M", "mamba_num_heads")


@pytest.mark.parametrize(
    ("text", "path", "value", "origin"),
    [
        ("M: {mamba_state_dim: 64}", STATE, 64, Origin.WRITTEN),
        ("", STATE, 128, Origin.INHERITED),
        ("M: {mamba_state_dim: null}", STATE, 128, Origin.DEFAULT),
        ("model: {ffn_hidden_size: null}", DENSE, 4096, Origin.DERIVED),
        ("model: {ffn_hidden_size: null, swiglu: true}", DENSE, 2688, Origin.DERIVED),
        ("", HEADS, 32, Origin.DERIVED),
        ("M: {mamba_head_dim: null}", HEADS, 32, Origin.DERIVED),
        ("model: {kv_channels: 48}", ("model", "kv_channels"), 48, Origin.WRITTEN),
        ("", ("model", "kv_channels"), 64, Origin.DERIVED),
        (
            "parallel: {tensor_model_parallel_size: 2}",
            ("parallel", "expert_tensor_parallel_size"),
            2,
            Origin.DERIVED,
        ),
        ("data: {tokenizer_type: null}", ("data", "tokenizer_type"), "GPT2BPETokenizer", None),
        ("", ("model", "no_rope_fusion"), False, Origin.DEFAULT),
        ("", ("E", "moe_router_topk"), 2, Origin.DEFAULT),
    ],
)
def test_a_value_has_an_origin(text: str, path: Path, value: Plain, origin: Origin | None) -> None:
    found = analyse(f"extends: complete\n{text}\n").facts.dimensions.get(path)
    assert found is not None
    assert (found.value, found.origin) == (value, origin or Origin.DEFAULT)


@pytest.mark.parametrize(
    "text",
    [
        "M: {mamba_state_dim: null, mamba_state: 64}",  # may be meant
        "M: {mamba_state_dim: many}",
        "M: {mamba_state_dim: null}\nparallel: {tensor_model_parallel_size: ]",  # unread
        "target: null\nM: {mamba_state_dim: null}",  # no release, no default
        "M: {mamba_head_dim: 60, mamba_num_heads: null}",  # 2 × 1024 / 60 is no count
    ],
)
def test_what_may_be_hidden_or_is_not_known_is_not_assumed(text: str) -> None:
    path = HEADS if "mamba_num_heads" in text else STATE
    assert analyse(f"extends: complete\n{text}\n").facts.dimensions.get(path) is None


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.tag)
def test_the_least_recipe_is_runnable_on_every_release(release: Release) -> None:
    """Only what no release starts without is written; each release builds the same model with and
    without the values that it supplies (run on all nine: equal parameter counts)."""
    result = analyse(
        f"target: {release.tag}\npattern: MAM\ndepth: 8\nM: {{mixer: native}}\n"
        "model: {hidden_size: 1024, num_attention_heads: 16, max_position_embeddings: 4096,"
        " is_hybrid_model: true}\n"
        "training: {micro_batch_size: 1, train_iters: 10, lr: 1.0e-4}\n"
        "data: {seq_length: 4096, tokenizer_type: HuggingFaceTokenizer, tokenizer_model: gpt2,"
        " mock_data: true}\n"
        "precision: {bf16: true}\n"
    )
    assert [d.code for d in result.diagnostics] == ["release-default"] * 2
    assert result.runnable
    assert [(found.key, found.value) for found in result.facts.assumed_dimensions] == [
        ("model.position_embedding_type", "learned_absolute"),
        ("M.mamba_head_dim", 64),
        ("M.mamba_state_dim", 128),
        ("M.mamba_num_groups", 8),
    ]
    assert not any("mamba-head-dim" in token for token in result.bundle.argv)
