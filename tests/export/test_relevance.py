"""What the model would not read is withheld, whichever way the recipe says it."""

from __future__ import annotations

import pytest

from support.recipes import analyse


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("extra_args: [--moe-layer-recompute]", "--moe-layer-recompute"),
        ("model: {position_embedding_type: none, rotary_base: 5}", "--rotary-base"),
        ("model: {position_embedding_type: none, no_rope_fusion: true}", "--no-rope-fusion"),
        ("parallel: {sequence_parallel: true}", "--sequence-parallel"),
        (
            "parallel: {sequence_parallel: true, tensor_model_parallel_size: 1}",
            "--sequence-parallel",
        ),
        ("A: {num_query_groups: 8}", "--num-query-groups"),
        ("A: {num_query_groups: 8, group_query_attention: false}", "--num-query-groups"),
    ],
)
def test_idle_settings_are_withheld_and_said(text: str, option: str) -> None:
    result = analyse(f"extends: complete\n{text}\n")
    assert option not in result.bundle.argv
    assert option in {item.option for item in result.bundle.withheld}
    assert len(result.diagnostics) == 1


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("extends: experts\nextra_args: [--moe-layer-recompute]", "--moe-layer-recompute"),
        ("extends: complete\nmodel: {rotary_base: 5}", "--rotary-base"),
        (
            "extends: complete\nparallel: {sequence_parallel: true, tensor_model_parallel_size: 2}",
            "--sequence-parallel",
        ),
        (
            "extends: complete\nA: {num_query_groups: 8, group_query_attention: true}",
            "--num-query-groups",
        ),
    ],
)
def test_the_same_settings_are_emitted_where_they_are_read(text: str, option: str) -> None:
    assert option in analyse(f"{text}\n").bundle.argv


def test_an_option_with_an_equals_sign_has_one_value() -> None:
    result = analyse('extends: complete\nextra_args: ["--log-interval=1 2"]\n')
    assert not result.runnable
    assert "--log-interval" not in result.bundle.argv


@pytest.mark.parametrize("depths", [65, 2**53])
def test_prediction_depths_are_bounded(depths: int) -> None:
    result = analyse(f"extends: complete\nmtp: {{mtp_num_layers: {depths}}}\n")
    assert [d.code for d in result.diagnostics] == ["invalid-value"]
    assert result.plan.mtp.depths == 0


@pytest.mark.parametrize("option", ["--swiglu", "--add-qkv-bias"])
def test_no_setting_is_idle_while_the_pattern_is_not_known(option: str) -> None:
    """Any layer may come to read it."""
    settings = "model: {swiglu: true, add_qkv_bias: true}\n"
    unknown = analyse(f"extends: complete\npattern: null\n{settings}").facts.draft
    assert option not in {item.option for item in unknown.withheld}
    assert option in {item.option for item in unknown.args}
