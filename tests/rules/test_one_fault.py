"""One fault, one finding: what is misspelt, or cannot be read, is not called missing as well."""

from __future__ import annotations

import re

import pytest

from nam56r_core.syntax.languages import YAML
from nam56r_core.targets.releases import V0_19
from nam56r_core.templates import new_recipe
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


FULL = new_recipe("nam56r", V0_19, name="full", file="recipe", language=YAML)
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


SEAMS = """\
extends: complete
pattern: AMR
features:
  engram: {layer_indices: [0]}
seams:
  stack_spec:
    module: mine.specs
    name: stack
  carry:
    R: M
  hooks:
    engram: mine.engram
"""


def test_the_seams_are_right() -> None:
    assert [d.message for d in shown(analyse(SEAMS))] == []


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("module: mine.specs", "module: 3", "invalid-value"),
        ("module: mine.specs", "modul: mine.specs", "unknown-key"),
        ("name: stack", "name: a-b", "invalid-value"),
        ("stack_spec:\n    module: mine.specs\n    name: stack", "stack_spec: x", "invalid-value"),
        ("R: M", "R: Q9", "invalid-value"),
        ("R: M", "r: M", "unknown-key"),
        ("engram: mine.engram", "engram: 3", "invalid-value"),
        ("  hooks:\n    engram: mine.engram", "  hooks: mine.engram", "invalid-value"),
        ("layer_indices: [0]", "layer_index: [0]", "unknown-key"),
        ("layer_indices: [0]", "layer_indices: [a]", "invalid-value"),
        ("R: M", "R: {", "syntax-error"),
        ("engram: mine.engram", "engram: {", "syntax-error"),
    ],
)
def test_what_is_declared_badly_is_not_to_be_declared(right: str, wrong: str, code: str) -> None:
    assert right in SEAMS
    assert [d.code for d in shown(analyse(SEAMS.replace(right, wrong)))] == [code]


def test_what_is_declared_badly_hides_nothing_else_that_is_missing() -> None:
    text = SEAMS.replace("    module: mine.specs\n", "").replace("R: M", "R: Q9")
    (bad, layer) = sorted(shown(analyse(text)), key=lambda d: d.code)
    assert (bad.code, layer.code) == ("invalid-value", "unresolved-layer")
    assert "; declare `seams.stack_spec.module`, or remove it" in layer.message


UNDEEP = {"undeep": "extends: complete\ndepth: null\n"}
"""A base that says no depth."""


def codes(text: str) -> set[str]:
    return {d.code for d in shown(analyse(text, files=UNDEEP))}


def test_a_misspelt_base_makes_nothing_missing() -> None:
    assert codes("extend: complete\n") == {"unknown-key"}


@pytest.mark.parametrize("depth", ["depht: 8", "depth: eight", "depth: {"])
def test_without_a_depth_no_layer_is_beyond_it(depth: str) -> None:
    text = SEAMS.replace("[0]", "[0, 3]").replace("pattern: AMR", f"pattern: AMR\n{depth}")
    assert "feature-beyond-depth" not in codes(text.replace("complete", "undeep"))
    ranks = "extends: [sparse, undeep]\nA: {dsa: {family_ranks: [3]}}\n"
    assert "dsa-rank" not in codes(ranks + depth + "\n")


@pytest.mark.parametrize("switch", ["", "  multi_latent: true\n", "  multi_latent_attention: {\n"])
def test_attention_that_is_not_settled_collides_with_nothing(switch: str) -> None:
    text = "target: core_v0.19.0\npattern: AA\ndepth: 2\nA:\n" + switch
    assert "unresolved-layer" not in codes(text + "  dsa: {family_ranks: [0]}\n")


def test_an_inherited_switch_that_is_not_taken_back_for_certain() -> None:
    grouped = "extends: complete\nA: {group_query_attention: true, num_query_groups: 4}\n"
    text = "extends: grouped\nA:\n  group_query_atention: null\n  multi_latent_attention: true\n"
    found = {d.code for d in shown(analyse(text, files={"grouped": grouped}))}
    assert "query-groups-beside-mla" not in found


def test_an_empty_section_says_nothing_badly() -> None:
    """A misspelt `carry` with something in it may hold the carrier of `R`."""
    text = FULL.replace("  carry:\n    R: M\n", "  cary: {}\n")
    assert text != FULL
    codes = {d.code for d in shown(analyse(text))}
    assert codes == {"unknown-key", "unresolved-layer"}
    text = FULL.replace("  carry:\n    R: M\n", "  cary:\n    R: M\n")
    assert {d.code for d in shown(analyse(text))} == {"unknown-key"}
