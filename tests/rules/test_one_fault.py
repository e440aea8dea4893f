"""One fault, one finding: what is misspelt, or cannot be read, is not called missing as well."""

from __future__ import annotations

import re

import pytest

from nam56r_core.starter import starter
from nam56r_core.syntax.nodes import Host
from nam56r_core.targets.releases import V0_19
from support.recipes import analyse, shown

RECIPE = """\
target: core_v0.19.0
pattern: AEME
depth: 4
A:
  multi_latent_attention: true
  q_lora_rank: 64
  kv_lora_rank: 64
  qk_head_dim: 16
  qk_pos_emb_head_dim: 16
  v_head_dim: 16
  dsa:
    family_ranks: [0]
    dsa_indexer_n_heads: 8
    dsa_indexer_head_dim: 64
    dsa_indexer_topk: 8
E:
  num_experts: 8
  moe_router_topk: 2
  moe_ffn_hidden_size: 64
M:
  mixer: native
  mamba_num_heads: 16
  mamba_head_dim: 8
  mamba_state_dim: 16
  mamba_num_groups: 2
mtp:
  mtp_num_layers: 1
  pattern: "+-"
model:
  hidden_size: 64
  ffn_hidden_size: 256
  num_attention_heads: 4
  vocab_size: 64
  max_position_embeddings: 64
  position_embedding_type: rope
  rope_type: rope
  no_rope_fusion: true
  disable_bias_linear: true
training:
  micro_batch_size: 1
  global_batch_size: 8
  train_iters: 10
  lr: 0.001
data:
  seq_length: 64
  tokenizer_type: NullTokenizer
  mock_data: true
"""
KEYS = re.findall(r"^  +(\w{5,}):", RECIPE, re.MULTILINE)


def test_the_recipe_is_right() -> None:
    assert [d.message for d in shown(analyse(RECIPE))] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_misspelt_key(key: str) -> None:
    text = re.sub(rf"\b{key}:", f"{key[0]}{key[2:]}:", RECIPE, count=1)
    assert [d.code for d in shown(analyse(text))] == ["unknown-key"]


@pytest.mark.parametrize("key", KEYS)
def test_a_line_that_cannot_be_read(key: str) -> None:
    text = re.sub(rf"^( +){key}:", rf"\1{key}: {{", RECIPE, count=1, flags=re.MULTILINE)
    codes = {d.code for d in shown(analyse(text))}
    assert codes <= {"syntax-error", "unsupported-syntax", "duplicate-key"}, codes


FULL = starter("nam56r", V0_19, name="full", file="recipe", host=Host.YAML)
"""A recipe with every seam, of which nothing is to be said."""


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("pattern: AEMEAEMEAEMR", "pattern: aEMEAEMEAEMR", "lower-case-letter"),
        ("pattern: AEMEAEMEAEMR", 'pattern: "*EMEAEMEAEMR"', "unknown-letter"),
        ("pattern: AEMEAEMEAEMR", "pattern: [A, E, M, R]", "invalid-value"),
        ("pattern: AEMEAEMEAEMR", "pattern: AEMEAEMEAEMC", "unknown-letter"),
        ("depth: 52", "depth: 5.5", "invalid-value"),
        ("depth: 52\n", "", "missing-depth"),
        ("layer_indices: [0, 12, 24, 36]", "layer_indices: 0", "invalid-value"),
        ("position_embedding_type: rope", "position_embedding_type: alibi", "flag-value"),
        ("position_embedding_type: rope", "position_embedding_type: relative", "position-type"),
    ],
)
def test_a_slip_in_a_whole_recipe(right: str, wrong: str, code: str) -> None:
    assert right in FULL
    assert [d.code for d in shown(analyse(FULL.replace(right, wrong)))] == [code]


@pytest.mark.parametrize("target", ["core_v0.18.2", "core_v0.19.0"])
@pytest.mark.parametrize("groups", ["", "  group_query_attention: true\n  num_query_groups: 2\n"])
@pytest.mark.parametrize("rope", ["", "  rope_type: rope\n"])
def test_sparse_attention_without_mla(target: str, groups: str, rope: str) -> None:
    """What it asks of other settings waits until it is sure that it is meant."""
    before, after = RECIPE[: RECIPE.index("A:")], RECIPE[RECIPE.index("E:") :]
    block = RECIPE[RECIPE.index("  dsa:") : RECIPE.index("E:")].replace("[0]", "all")
    text = f"{before}A:\n{groups}{block}{after}".replace("core_v0.19.0", target)
    text = text.replace("+-", "M").replace("  no_rope_fusion: true\n", "")
    text = text.replace("  rope_type: rope\n", rope)
    assert [d.code for d in shown(analyse(text))] == ["dsa-without-mla"]
