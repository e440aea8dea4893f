"""What rules offer beside the fix that their page shows: the order of alternatives, and which of
them are safe. `+` stands before a safe one."""

from __future__ import annotations

import pytest

from support.recipes import analyse

OFFERED = {
    "unknown-key": [
        (
            "extends: complete\nmodel:\n  hidden-size: 2048\n",
            ["+Rename `model.hidden-size` to `hidden_size`", "Remove `model.hidden-size`"],
        ),
        (
            "extends: complete\nhidden_size: 2048\n",
            ["Move `hidden_size` to `model`", "Remove `hidden_size`"],
        ),
        (
            "extends: complete\nhidden_size: 2048\nmodel: {hidden_size: 4096}\n",
            ["Remove `hidden_size`"],  # the key is in its place already, with another value
        ),
        (
            "extends: complete\nmin_lr: 1.0e-5\n",
            ["Move `min_lr` to `training`", "Remove `min_lr`"],
        ),
        (
            "extends: experts\nE: {ffn_hidden_size: 64}\n",
            [
                "Rename `E.ffn_hidden_size` to `moe_ffn_hidden_size`",
                "Move `E.ffn_hidden_size` to `model`",
                "Remove `E.ffn_hidden_size`",
            ],
        ),
        (
            "extends: complete\ndepth: null\nnum_layers: 8\n",
            ["Write `num_layers` as `depth`", "Remove `num_layers`"],
        ),
        ("extends: complete\nnum_layers: 8\n", ["Remove `num_layers`"]),
        (
            "extends: complete\nR: {conv_kernels: 4}\n",
            ["+Rename `R.conv_kernels` to `conv_kernel`", "Remove `R.conv_kernels`"],
        ),
        (
            "extends: complete\ntraining:\n  log_throughput: true\n",
            ["Write `--log-throughput` in `extra_args`", "Remove `training.log_throughput`"],
        ),
        (
            "extends: complete\ntraining:\n  log_throughput: false\n",
            ["Remove `training.log_throughput`"],
        ),
        (
            "extends: complete\ntraining:\n  empty_unused_memory_level: 2\n",
            [
                "Write `--empty-unused-memory-level 2` in `extra_args`",
                "Remove `training.empty_unused_memory_level`",
            ],
        ),
    ],
    "experts-not-configured": [
        (
            "extends: complete\npattern: AEM\ndepth: 3\n",
            [
                "Set `E.num_experts: 8`, `E.moe_router_topk: 2`, `E.moe_ffn_hidden_size: 1024` "
                "(sizes to replace)"
            ],
        ),
        (
            "extends: complete\npattern: AEM\ndepth: 3\nE: {moe_router_topk: many}\n",
            # The rest was said, though not well.
            ["Set `E.num_experts: 8`, `E.moe_ffn_hidden_size: 1024` (sizes to replace)"],
        ),
    ],
    "unknown-letter": [
        ("extends: complete\npattern: M*M\n", ["+Write `A`", "Remove `*`"]),
        ("extends: complete\npattern: M-M\n", ["Remove `-`"]),
        (
            "extends: complete\npattern: M+M\n",
            ["Write `A` and set `A.multi_latent_attention` to `true`", "Remove `+`"],
        ),
        ("extends: latent\npattern: M+M\n", ["+Write `A`", "Remove `+`"]),
        ("extends: latent\npattern: M*M\n", ["Write `A`", "Remove `*`"]),
        ("extends: sparse\npattern: M+M\n", ["Write `A`", "Remove `+`"]),
        ("extends: complete\npattern: AM/*-\n", ["Write `/*-` in `mtp`"]),
        ("extends: complete\npattern: AM/\n", ["Remove `/`"]),
        ("extends: complete\npattern: AM/*/M\n", []),
        ("extends: complete\npattern: AM/AM/A\n", ["Write `|AM|A`"]),
        (
            "extends: complete\npattern: AM/*-/*-\nmtp: {mtp_num_layers: 2}\n",
            ["+Remove `/*-/*-`"],
        ),
        (
            "extends: complete\npattern: AM/AM\nmtp: {mtp_num_layers: 1}\n",
            ["Remove `/AM`", "Write `|AM`"],
        ),
    ],
    "unsupported-syntax": [
        (
            "extends: complete\nlaunch:\n  environment:\n    1: one\n",
            ['+Write `"1"`'],
        ),
        ("extends: complete\n<<: {depth: 8}\n", []),
        ("extends: complete\npattern: *AM|*M\n", ['Write `"*AM|*M"`']),
    ],
    "syntax-error": [
        ("extends: complete\npattern: |AM\n", ['+Write `"|AM"`']),
        ("extends: complete\npattern: - M\n", []),
    ],
    "pipeline-split": [
        (
            "extends: complete\ndepth: 10\nparallel: {pipeline_model_parallel_size: 4}\n",
            ["Set `parallel.pipeline_model_parallel_size` to `2`", "Set `depth` to `12`"],
        ),
        (
            "extends: complete\ndepth: 5\nparallel: {pipeline_model_parallel_size: 2}\n",
            ["Set `depth` to `6`"],  # one rank is no pipeline
        ),
        (
            "extends: complete\ntarget: core_v0.15.3\ndepth: 8\nparallel:\n"
            "  pipeline_model_parallel_size: 4\n  decoder_first_pipeline_num_layers: 1\n",
            [
                "Retarget to `core_v0.16.1`",
                "Remove `parallel.decoder_first_pipeline_num_layers`",
            ],
        ),
        (
            "extends: complete\ntarget: core_v0.15.3\ndepth: 10\nparallel:\n"
            "  pipeline_model_parallel_size: 4\n  decoder_first_pipeline_num_layers: 1\n",
            ["Retarget to `core_v0.16.1`"],  # an even split would not come out
        ),
    ],
    "recompute-settings": [
        (
            "extends: complete\ntraining:\n  recompute_granularity: selective\n"
            "  recompute_modules: [core_atn]\n",
            ["Write `core_attn`", "Remove `core_atn`"],
        ),
    ],
    "recompute-with-capture": [
        (
            "extends: complete\ntraining:\n  recompute_granularity: full\n"
            "  recompute_method: uniform\n  recompute_num_layers: 1\n"
            "launch:\n  cuda_graph: {cuda_graph_impl: local}\n",
            ["Remove `launch.cuda_graph`", "Recompute `selective`"],
        ),
    ],
    "schedule-settings": [
        (
            "extends: complete\ntraining:\n  save: checkpoints\n",
            ["Set `training.save_interval` to `100`", "Remove `training.save`"],
        ),
    ],
    "sequence-parallel-without-tp": [
        (
            "extends: complete\nparallel: {sequence_parallel: true}\n",
            [
                "+Remove `parallel.sequence_parallel`",
                "Set `parallel.tensor_model_parallel_size` to `2`",
            ],
        ),
    ],
    "setting-without-effect": [
        (
            "extends: complete\nextra_args: [--kv-lora-rank 64]\n",
            [],  # key-bypassed speaks for a flag that has a key
        ),
        (
            "extends: latent\nA:\n  dsa: {family_ranks: [], dsa_indexer_topk: 256}\n",
            ["Remove `A.dsa`"],
        ),
    ],
    "unresolved-layer": [
        (
            "extends: latent\ntarget: core_v0.18.2\npattern: MA\n",
            [
                "Declare `seams.stack_spec` in `your_package` (a name to replace) and "
                "`seams.carry.A: *`",
                "Retarget to `core_v0.19.0`",
                "Remove `A`",
            ],
        ),
    ],
}


@pytest.mark.parametrize(
    ("rule", "text", "titles"),
    [(rule, *case) for rule, cases in OFFERED.items() for case in cases],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_alternatives(rule: str, text: str, titles: list[str]) -> None:
    found = [d for d in analyse(text).diagnostics if d.code == rule]
    offered = [("+" if fix.safe else "") + fix.title for d in found for fix in d.fixes]
    assert offered == titles


def test_nothing_is_offered_for_what_stands_in_a_base() -> None:
    """Only the recipe's own document is changed, and a key of a base cannot be renamed there."""
    files = {"base": "extends: complete\nmodel: {hiden_size: 2048}\npattern: AXM\n"}
    result = analyse("extends: base\n", files=files)
    found = {d.code: d.fixes for d in result.diagnostics}
    assert found["unknown-key"] == found["unknown-letter"] == ()


def test_a_target_of_the_caller_is_not_the_recipes_to_change() -> None:
    found = analyse("extends: latent\npattern: MA\n", target="core_v0.18.2").diagnostics
    (layer,) = [d for d in found if d.code == "unresolved-layer"]
    assert [fix.title for fix in layer.fixes][1:] == ["Remove `A`"]
    (unknown,) = analyse("extends: complete\n", target="core_v9.9").diagnostics
    assert unknown.fixes == ()
