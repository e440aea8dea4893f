"""The seventeen traps of `hybrid-by-release.md`, section 4: accepted, and not what was meant.

Each ends here as a status, an issue or a refusal. The tests are named after the traps, in their
order, and run on every release for which the trap says something.
"""

from __future__ import annotations

import json
import shlex

import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.export.formats import FORMATS
from nam56r_core.export.formats.base import Export
from nam56r_core.layers import Status
from nam56r_core.targets.releases import (
    RELEASES,
    V0_12,
    V0_13,
    V0_14,
    V0_15,
    V0_16,
    V0_17,
    V0_18,
    V0_19,
    Release,
    load,
)
from support.megatron_parser import build_parser
from support.recipes import analyse

each_release = pytest.mark.parametrize("release", RELEASES, ids=str)


def since(first: Release) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("release", [r for r in RELEASES if r >= first], ids=str)


def until(last: Release) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("release", [r for r in RELEASES if r <= last], ids=str)


def errors(result: Analysis) -> set[str]:
    return {d.code for d in result.diagnostics if d.severity.value == "error"}


SEAMS = 'seams: {stack_spec: {module: m, name: n}, carry: {A: "*", R: M}}\n'


@until(V0_16)
@pytest.mark.parametrize("change", ["pattern: AMX", "pattern: AM|A\ndepth: 4"])
def test_trap_01_nothing_checks_the_pattern_before_the_gpu_node(
    release: Release, change: str
) -> None:
    """Refusal: a wrong letter or length is an error here, and no pattern leaves the recipe."""
    result = analyse(f"extends: complete\n{change}\n", target=release.tag)
    assert errors(result) & {"unknown-letter", "depth-mismatch"}
    assert not result.runnable
    assert not any("pattern" in token for token in result.bundle.argv)


@each_release
@pytest.mark.parametrize("base", ["latent", "sparse"])
def test_trap_02_the_star_is_never_mla_or_dsa(release: Release, base: str) -> None:
    """Status: `*` is self-attention or a declared carrier, whatever the settings say."""
    result = analyse(f"extends: {base}\n" + SEAMS, target=release.tag)
    for layer in result.plan.layers:
        if layer.letter == "A" and layer.verdict.symbol == "*":
            assert layer.status is Status.CUSTOM
            assert layer.verdict.builds is None


@each_release
@pytest.mark.parametrize(
    "flag",
    ["--multi-latent-attention", "--experimental-attention-variant dsa", "--kv-lora-rank 64"],
)
def test_trap_02_flags_do_not_reach_a_star(release: Release, flag: str) -> None:
    """Refusal: the flag is withheld, by its key or past it."""
    result = analyse(f'extends: complete\nextra_args: ["{flag}"]\n', target=release.tag)
    assert errors(result) & {"key-bypassed", "flag-of-the-plan", "flag-not-in-target"}
    assert flag.split()[0] not in result.bundle.argv
    by_key = analyse(
        "extends: complete\nA: {kv_lora_rank: 64, v_head_dim: 64}\n", target=release.tag
    )
    assert {d.code for d in by_key.diagnostics} == {"setting-without-effect"}
    assert "--kv-lora-rank" not in by_key.bundle.argv


@since(V0_18)
@pytest.mark.parametrize("size", ["n_heads", "head_dim", "topk"])
def test_trap_03_the_sparse_indexer_needs_its_sizes(release: Release, size: str) -> None:
    """Issue: construction would end in a bare TypeError."""
    text = f"extends: sparse\nA: {{dsa: {{dsa_indexer_{size}: null}}}}\n"
    result = analyse(text, target=release.tag)
    assert errors(result) == {"dsa-without-indexer"}
    assert not result.runnable


@since(V0_18)
def test_trap_03_sparse_attention_with_rope_needs_it_unfused(release: Release) -> None:
    text = "extends: sparse\nmodel: {no_rope_fusion: false}\n"
    assert errors(analyse(text, target=release.tag)) == {"dsa-with-fused-rope"}
    whole = analyse("extends: sparse\n", target=release.tag)
    assert whole.runnable
    assert "--no-rope-fusion" in whole.bundle.argv


@since(V0_18)
def test_trap_03_sparse_attention_needs_no_bias_from_0_19(release: Release) -> None:
    text = "extends: sparse\nmodel: {disable_bias_linear: false}\n"
    expected = {"dsa-with-bias"} if release >= V0_19 else set()
    assert errors(analyse(text, target=release.tag)) == expected


@since(V0_19)
def test_trap_03_latent_attention_needs_no_extra_flag(release: Release) -> None:
    text = "extends: latent\nmodel: {disable_bias_linear: false}\n"
    assert analyse(text, target=release.tag).runnable
    plain = analyse("extends: latent\nmodel: {rope_type: rope}\n", target=release.tag)
    assert errors(plain) == {"rope-type-with-fusion"}


@each_release
def test_trap_04_experts_without_a_number(release: Release) -> None:
    """Status: blocked, where the release would die in construction."""
    result = analyse("extends: complete\npattern: AEM\n", target=release.tag)
    assert "experts-not-configured" in errors(result)
    [expert] = [layer for layer in result.plan.layers[:3] if layer.letter == "E"]
    assert expert.status is Status.BLOCKED
    part = 'extends: complete\nmtp: {mtp_num_layers: 1, pattern: "*E"}\n'
    assert not analyse(part, target=release.tag).runnable


@since(V0_17)
@pytest.mark.parametrize("letter", "GD")
def test_trap_05_gated_delta_net_needs_no_flag(release: Release, letter: str) -> None:
    """Refusal of the variant flag, which makes the configuration demand another."""
    text = f"extends: delta\npattern: A{letter}M\n"
    assert analyse(text, target=release.tag).runnable
    asked = text + 'extra_args: ["--experimental-attention-variant gated_delta_net"]\n'
    result = analyse(asked, target=release.tag)
    assert errors(result) == {"flag-of-the-plan"}
    assert "--experimental-attention-variant" not in result.bundle.argv


@each_release
def test_trap_06_a_pattern_that_starts_with_a_dash(release: Release) -> None:
    """One token with `=`, which the parser takes; in a shell it is quoted."""
    text = "extends: authored\npattern: RMA\nseams: {carry: {R: '-'}}\n"
    result = analyse(text, target=release.tag)
    assert result.runnable
    flag = load(release).pattern.flag
    expected = result.plan.hybrid_layer_pattern or ""
    assert expected.startswith("-M*-M*")
    assert f"{flag}={expected}" in result.bundle.argv
    parsed = build_parser(load(release)).parse_args(list(result.bundle.argv))
    assert vars(parsed)[flag.strip("-").replace("-", "_")] == expected
    shell = FORMATS["shell"](
        Export(result.plan, result.bundle, result.diagnostics, result.facts.assumed_dimensions)
    )
    words = shlex.split(shell[shell.index("=(") + 2 : shell.rindex(")")], comments=True)
    assert words == list(result.bundle.argv)


@each_release
@pytest.mark.parametrize(
    "change",
    [
        'mtp: {mtp_num_layers: 1, pattern: ""}',
        'mtp: {mtp_num_layers: 1, pattern: "*-/"}',
        'mtp: {mtp_num_layers: 1, pattern: "M|*"}',
        "mtp: {mtp_num_layers: 0}",
        'pattern: "AM|"\nparallel: {pipeline_model_parallel_size: 2}',
        'pattern: ""',
        "pattern: A/M",
    ],
)
def test_trap_07_empty_parts_and_stages(release: Release, change: str) -> None:
    """Refusal: an empty part would mean no MTP, an empty stage none of its layers."""
    result = analyse(f"extends: complete\n{change}\n", target=release.tag)
    assert errors(result)
    assert not result.runnable


@since(V0_17)
def test_trap_08_stages_on_one_pipeline_rank(release: Release) -> None:
    result = analyse("extends: complete\npattern: AM|AM\n", target=release.tag)
    assert errors(result) == {"pipeline-split"}
    assert "one pipeline rank" in result.diagnostics[0].message


@since(V0_17)
def test_trap_08_virtual_stages_on_two_ranks_must_overlap(release: Release) -> None:
    text = "extends: complete\npattern: A|M|A|M\nparallel: {pipeline_model_parallel_size: 2}\n"
    assert analyse(text, target=release.tag).runnable
    result = analyse(text + "extra_args: [--no-overlap-p2p-communication]\n", target=release.tag)
    assert errors(result) == {"virtual-stages-without-overlap"}


@until(V0_15)
def test_trap_09_first_and_last_counts_lose_layers(release: Release) -> None:
    """Refusal; the same flags past their keys are refused as well."""
    text = (
        "extends: complete\ndepth: 10\nparallel: {pipeline_model_parallel_size: 4, "
        "decoder_first_pipeline_num_layers: 2, decoder_last_pipeline_num_layers: 2}\n"
    )
    result = analyse(text, target=release.tag)
    assert errors(result) == {"pipeline-split"}
    assert result.plan.hybrid_layer_pattern is None
    past = "extends: complete\nextra_args: [--decoder-first-pipeline-num-layers 2]\n"
    assert errors(analyse(past, target=release.tag)) == {"key-bypassed"}


@each_release
def test_trap_10_the_pipeline_layout_flag_is_ignored(release: Release) -> None:
    text = 'extends: complete\nextra_args: ["--pipeline-model-parallel-layout E,t|t,L"]\n'
    assert errors(analyse(text, target=release.tag)) == {"flag-of-the-plan"}


@each_release
@pytest.mark.parametrize("change", ["mamba_num_groups: 5", "mamba_head_dim: 60"])
def test_trap_11_mamba_heads_and_groups(release: Release, change: str) -> None:
    """Issue: 2 × 1024 / 64 = 32 heads, in 5 groups; checked in construction only."""
    result = analyse(f"extends: complete\nM: {{{change}}}\n", target=release.tag)
    assert errors(result) == {"indivisible"}


@each_release
def test_trap_11_fp8_wants_sixteens(release: Release) -> None:
    text = (
        "extends: complete\nmodel: {hidden_size: 1792, num_attention_heads: 14}\n"
        "precision: {fp8_format: hybrid}\n"
    )
    expected = {"fp8-mamba-width"} if release >= V0_13 else set()
    assert errors(analyse(text, target=release.tag)) == expected


@each_release
def test_trap_12_query_groups_without_their_switch(release: Release) -> None:
    result = analyse("extends: complete\nA: {num_query_groups: 8}\n", target=release.tag)
    assert errors(result) == {"query-groups-without-switch"}
    both = "extends: complete\nA: {group_query_attention: true, num_query_groups: 8}\n"
    argv = analyse(both, target=release.tag).bundle.argv
    assert "--group-query-attention" in argv
    assert argv[argv.index("--num-query-groups") + 1] == "8"


@each_release
def test_trap_13_fim_is_read_by_the_gpt_script_only(release: Release) -> None:
    """Status: a seam in every release; by flag it is withheld with the reason."""
    result = analyse("extends: complete\nfeatures: {fim: {rate: 0.5}}\n", target=release.tag)
    assert errors(result) == {"feature-unresolved"}
    assert [seam.name for seam in result.plan.seams] == ["fim"]
    assert not result.plan.is_fully_native
    by_flag = analyse("extends: complete\nextra_args: [--fim-data]\n", target=release.tag)
    assert not any("fim" in token for token in by_flag.bundle.argv)
    assert by_flag.diagnostics


def test_trap_14_graph_capture_scopes() -> None:
    """One word up to 0.15, a list from 0.16; `--cuda-graph-impl` starts with 0.15."""
    scopes = "extends: complete\nlaunch: {cuda_graph: {cuda_graph_scope: [attn, mamba]}}\n"
    for release in RELEASES:
        refused = "flag-value" in errors(analyse(scopes, target=release.tag))
        assert refused is (release <= V0_15), release
    by_whom = "extends: complete\nlaunch: {cuda_graph: {cuda_graph_impl: local}}\n"
    for release in RELEASES:
        unknown = "flag-not-in-target" in errors(analyse(by_whom, target=release.tag))
        assert unknown is (release <= V0_14), release


@since(V0_14)
def test_trap_14_full_iteration_excludes_the_nan_check(release: Release) -> None:
    text = "extends: complete\nlaunch: {cuda_graph: {cuda_graph_scope: full_iteration}}\n"
    assert "full-iteration-capture" in errors(analyse(text, target=release.tag))
    told = text + "extra_args: [--no-check-for-nan-in-loss-and-grad]\n"
    assert "full-iteration-capture" not in errors(analyse(told, target=release.tag))


@each_release
@pytest.mark.parametrize("size", ["tensor_model_parallel_size", "context_parallel_size"])
def test_trap_15_the_environment_decides_too(release: Release, size: str) -> None:
    """Issue, and the variable belongs to the launch policy, not to the arguments."""
    text = f"extends: complete\nparallel: {{{size}: 2}}\n"
    everywhere = release is V0_12 and size.startswith("tensor")
    assert ("environment-missing" in errors(analyse(text, target=release.tag))) == everywhere
    hopper = text + "launch: {gpu: hopper}\n"
    assert "environment-missing" in errors(analyse(hopper, target=release.tag))
    told = text + 'launch: {gpu: hopper, environment: {CUDA_DEVICE_MAX_CONNECTIONS: "1"}}\n'
    assert "environment-missing" not in errors(analyse(told, target=release.tag))


@each_release
def test_trap_16_batches_are_checked_late(release: Release) -> None:
    text = "extends: complete\ntraining: {global_batch_size: 12}\n"
    text += "launch: {torchrun: {nproc_per_node: 8}}\n"
    assert errors(analyse(text, target=release.tag)) == {"world-size"}
    text = "extends: complete\ntraining: {micro_batch_size: 3}\n"
    assert errors(analyse(text, target=release.tag)) == {"indivisible"}


@since(V0_18)
def test_trap_16_so_is_the_evaluation_batch(release: Release) -> None:
    text = "extends: complete\nextra_args: [--eval-micro-batch-size 3]\n"
    assert errors(analyse(text, target=release.tag)) == {"evaluation-batch"}


@each_release
@pytest.mark.parametrize("key", ["lr", "train_iters"])
def test_trap_16_what_may_be_missing_until_training_starts(release: Release, key: str) -> None:
    result = analyse(f"extends: complete\ntraining: {{{key}: null}}\n", target=release.tag)
    assert errors(result) == {"missing-training-value"}


def test_trap_17_the_tag_is_the_name() -> None:
    """Tag 0.19.0 reports package 0.19.1; a target is named by its tag, and its catalog knows."""
    assert load(V0_19).package_version == "0.19.1"
    assert analyse("extends: complete\ntarget: core_v0.19.0\n").runnable
    assert errors(analyse("extends: complete\ntarget: core_v0.19.1\n")) == {"unknown-target"}


def test_trap_17_newer_releases_demand_a_newer_python() -> None:
    demands = {release: load(release).python_requires for release in RELEASES}
    for release in RELEASES:
        assert (demands[release] == ">=3.12") is (release >= V0_17), release


def test_the_traps_leave_no_gap() -> None:
    numbers = {name.split("_")[2] for name in globals() if name.startswith("test_trap_")}
    assert numbers == {f"{number:02}" for number in range(1, 18)}


@each_release
def test_what_other_emitters_get_wrong(release: Release) -> None:
    """Contract, section 4: layer lists counted from 0 in one place and from 1 in another."""
    result = analyse("extends: authored\n", target=release.tag)
    text = FORMATS["json"](
        Export(result.plan, result.bundle, result.diagnostics, result.facts.assumed_dimensions)
    )
    plan = json.loads(text)["plan"]
    for layer in plan["layers"]:
        assert layer["layer_number"] == layer["layer_index"] + 1
    for seam in plan["seams"]:
        assert seam["layer_numbers"] == [index + 1 for index in seam["layer_indices"]]
