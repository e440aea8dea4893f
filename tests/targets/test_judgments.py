"""Every judgment, release by release: the table says again what was read or run, and each effect
is shown by analysing one recipe on all nine releases.

`HYBRID` is `hybrid-by-release.md`, the notes on what each release does; `CONTRACT` the statement of
what this software must be true to.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.targets import judgments
from nam56r_core.targets.judgments import (
    MTP_POSITION_TYPES,
    MTP_SINCE,
    NATIVE_SINCE,
    POSITION_TYPES_BUILT,
    SINGLE_CONNECTION_VARIABLE,
    Judgment,
    not_for_hybrid_stacks,
    shared_overlap_dispatchers,
)
from nam56r_core.targets.releases import RELEASES, Release, load
from nam56r_core.targets.targets import known_target
from support.recipes import analyse

MAIN = "main-2026-08-22"
FROM_12 = "0.12.3 0.13.1 0.14.0 0.15.3 0.16.1 0.17.1 0.18.2 0.19.0 " + MAIN


def between(first: str, last: str) -> set[str]:
    names = FROM_12.split()
    return set(names[names.index(first) : names.index(last) + 1])


@dataclass(frozen=True)
class Row:
    """Where a judgment holds, and where that is written down."""

    holds: set[str]
    evidence: str


TABLE: dict[str, Row] = {
    "EXPERTS_EXCLUDE_SPEC": Row(
        between("0.12.3", "0.15.3"), "HYBRID 2, `--spec` with `--num-experts`"
    ),
    "PATTERN_UNCHECKED_UNTIL_BUILD": Row(between("0.12.3", "0.16.1"), "HYBRID 4, trap 1"),
    "UNEVEN_STAGES_IGNORED": Row(between("0.12.3", "0.15.3"), "HYBRID 4, trap 9"),
    "GQA_EXCLUDES_MLA": Row(between("0.16.1", MAIN), "HYBRID 2, GQA with MLA; CONTRACT 4"),
    "SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION": Row(between("0.18.2", MAIN), "HYBRID 4, trap 3"),
    "SPARSE_ATTENTION_NEEDS_NO_BIAS": Row(between("0.19.0", MAIN), "HYBRID 4, trap 3"),
    "MLA_REFUSES_ROPE_TYPE_WITH_FUSION": Row(
        between("0.14.0", MAIN), "HYBRID 4, trap 3; run on `*` with --multi-latent-attention"
    ),
    "MLA_REFUSES_ROPE_FUSION": Row(between("0.12.3", "0.12.3"), "HYBRID 3, `--no-rope-fusion`"),
    "EXPERTS_NEED_NO_BIAS": Row(between("0.16.1", MAIN), "run, with and without the flag"),
    "SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL": Row(between("0.18.2", "0.18.2"), "run"),
    "SPARSE_ATTENTION_GATHERS_CONTEXT": Row(between("0.19.0", MAIN), "run"),
    "SPARSE_ATTENTION_NEEDS_SEQUENCE_PARALLEL": Row(
        between("0.19.0", MAIN), "run on a fake process group"
    ),
    "MLA_DROPS_THE_SHARED_ROPE": Row(
        between("0.18.2", MAIN), "run: the model has no rotary_pos_emb"
    ),
    "VIRTUAL_STAGES_NEED_OVERLAP": Row(between("0.17.1", MAIN), "HYBRID 4, trap 8"),
    "NULL_TOKENIZER_ADDS_A_TOKEN": Row(between("0.12.3", "0.17.1"), "run: 65536 becomes 65537"),
    "QUERY_GROUPS_MAY_BE_COPIED": Row(between("0.16.1", MAIN), "run: TP 7 with 8 groups"),
    "EXPERTS_NEED_SEQUENCE_PARALLEL": Row(between("0.16.1", MAIN), "read, moe_layer.py"),
    "MAMBA_IGNORES_CONTEXT_PARALLEL": Row(between("0.12.3", "0.12.3"), "read, mamba_mixer.py"),
    "MISSING_SPEC_IS_REPLACED": Row(between("0.19.0", "0.19.0"), "HYBRID 2, a spec that is not"),
    "LAYOUT_FLAG_IGNORED": Row(between("0.14.0", "0.16.1"), "HYBRID 4, trap 10"),
    "EVALUATION_BATCH_CHECKED": Row(between("0.18.2", MAIN), "HYBRID 4, trap 16"),
    "FULL_ITERATION_NEEDS_NO_NAN_CHECK": Row(between("0.14.0", MAIN), "HYBRID 4, trap 14"),
    "GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL": Row(
        between("0.17.1", "0.18.2"), "run on a fake process group"
    ),
    "QK_LAYERNORM_IGNORED": Row(between("0.12.3", "0.17.1"), "run: equal parameter counts"),
    "FP8_MAMBA_WIDTH_CHECKED": Row(between("0.13.1", MAIN), "HYBRID 4, trap 11"),
    "CAPTURE_MEETS_RECOMPUTE": Row(between("0.16.1", MAIN), "read in each release; run"),
    "SHARED_OVERLAP_TAKES_FLEX": Row(
        between("0.18.2", MAIN), "HYBRID 3, `--moe-shared-expert-overlap`"
    ),
    "MLA_FUSION_BUILDS_ANOTHER_CLASS": Row(between("0.19.0", MAIN), "run: FusedMLASelfAttention"),
    "YARN_POSITIONS_BREAK": Row(between("0.12.3", "0.18.2"), "run: AttributeError"),
    "MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER": Row(between("0.16.1", "0.17.1"), "run"),
    "HYBRID_MODEL_IS_A_SWITCH": Row(
        between("0.12.3", "0.16.1"), "HYBRID 3, `--is-hybrid-model`; read in training.py"
    ),
    "TENSOR_CHECKED_EVERYWHERE": Row(between("0.12.3", "0.12.3"), "run, shown capability 10"),
    "DIST_MUON_GATHERS": Row(between("0.17.1", MAIN), "run: 0.16.1 refuses, from 0.17.1 accepted"),
}

JUDGMENTS = {name: value for name, value in vars(judgments).items() if isinstance(value, Judgment)}
each_release = pytest.mark.parametrize("release", RELEASES, ids=str)


def test_the_table_has_every_judgment() -> None:
    assert set(TABLE) == set(JUDGMENTS)


@pytest.mark.parametrize("name", TABLE)
def test_where_it_holds(name: str) -> None:
    judgment = JUDGMENTS[name]
    assert {r.name for r in RELEASES if judgment.holds_for(known_target(r))} == TABLE[name].holds
    assert TABLE[name].evidence


@pytest.mark.parametrize("name", TABLE)
def test_it_names_its_evidence(name: str) -> None:
    """A place that was read, or that the release was run."""
    evidence = JUDGMENTS[name].evidence
    assert any(word in evidence for word in (".py", "run", "(read")), evidence


SEAMS = 'seams: {stack_spec: {module: m, name: n}, carry: {A: "*", R: M, G: M}}\n'
CONNECTIONS = 'launch: {environment: {CUDA_DEVICE_MAX_CONNECTIONS: "1"}}\n'
CP = "parallel: {context_parallel_size: 2}\n" + CONNECTIONS
TP = "parallel: {tensor_model_parallel_size: 2}\n" + CONNECTIONS
GATHER = "extra_args: [--cp-comm-type allgather]\n"


@dataclass(frozen=True)
class Effect:
    """A recipe on which a rule speaks exactly where the judgment holds (or does not: `inverted`).

    `part` tells this finding of the rule from its others; `before_it` is the rule that speaks
    instead where the parser refuses the value already.
    """

    judgment: str
    recipe: str
    code: str
    part: str = ""
    inverted: bool = False
    before_it: str | None = None


EFFECTS = [
    Effect(
        "TENSOR_CHECKED_EVERYWHERE",
        "extends: complete\nparallel: {tensor_model_parallel_size: 2}\nlaunch: {gpu: blackwell}\n",
        "environment-missing",
    ),
    Effect(
        "HYBRID_MODEL_IS_A_SWITCH",
        "extends: complete\nmodel: {is_hybrid_model: null}\n",
        "hybrid-model-switch",
    ),
    Effect(
        "DIST_MUON_GATHERS",
        "extends: complete\ntraining: {optimizer: dist_muon}\n"
        "parallel: {overlap_grad_reduce: true, overlap_param_gather: true}\n",
        "exclusive-settings",
        inverted=True,
    ),
    Effect("EXPERTS_EXCLUDE_SPEC", "extends: experts\n", "experts-not-in-target", "--num-experts"),
    Effect(
        "UNEVEN_STAGES_IGNORED",
        "extends: complete\ndepth: 10\nparallel: {pipeline_model_parallel_size: 4, "
        "decoder_first_pipeline_num_layers: 2, decoder_last_pipeline_num_layers: 2}\n",
        "pipeline-split",
        "loses the layers",
    ),
    Effect(
        "GQA_EXCLUDES_MLA",
        "extends: latent\nA: {group_query_attention: true, num_query_groups: 8}\n" + SEAMS,
        "query-groups-beside-mla",
        "is refused by",
    ),
    Effect(
        "SPARSE_ATTENTION_NEEDS_NO_ROPE_FUSION",
        "extends: sparse\nmodel: {no_rope_fusion: false}\n" + SEAMS,
        "dsa-with-fused-rope",
    ),
    Effect(
        "SPARSE_ATTENTION_NEEDS_NO_BIAS",
        "extends: sparse\nmodel: {disable_bias_linear: false}\n" + SEAMS,
        "dsa-with-bias",
    ),
    Effect(
        "MLA_REFUSES_ROPE_TYPE_WITH_FUSION",
        "extends: latent\nmodel: {rope_type: rope}\n" + SEAMS,
        "rope-type-with-fusion",
    ),
    Effect("MLA_REFUSES_ROPE_FUSION", "extends: latent\n" + SEAMS, "mla-with-fused-rope"),
    Effect(
        "EXPERTS_NEED_NO_BIAS",
        "extends: experts\nmodel: {disable_bias_linear: false}\n",
        "experts-with-bias",
    ),
    Effect(
        "SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL",
        "extends: sparse\n" + CP + GATHER + SEAMS,
        "dsa-with-context-parallel",
        "is refused by",
    ),
    Effect(
        "SPARSE_ATTENTION_GATHERS_CONTEXT",
        "extends: sparse\n" + CP + SEAMS,
        "dsa-with-context-parallel",
        "--cp-comm-type allgather",
    ),
    Effect(
        "SPARSE_ATTENTION_NEEDS_SEQUENCE_PARALLEL",
        "extends: sparse\n" + TP + SEAMS,
        "sparse-attention-without-sequence-parallel",
    ),
    Effect(
        "MLA_DROPS_THE_SHARED_ROPE",
        'extends: latent\nmtp: {mtp_num_layers: 1, pattern: "*-"}\n' + SEAMS,
        "mtp-without-positions",
    ),
    Effect(
        "VIRTUAL_STAGES_NEED_OVERLAP",
        "extends: complete\npattern: A|M|A|M\nparallel: {pipeline_model_parallel_size: 2}\n"
        "extra_args: [--no-overlap-p2p-communication]\n",
        "virtual-stages-without-overlap",
    ),
    Effect(
        "NULL_TOKENIZER_ADDS_A_TOKEN",
        "extends: complete\nmodel: {vocab_size: 32000}\ndata: {tokenizer_type: NullTokenizer}\n",
        "null-tokenizer-vocabulary",
    ),
    Effect(
        "QUERY_GROUPS_MAY_BE_COPIED",
        "extends: complete\nA: {group_query_attention: true, num_query_groups: 2}\n"
        "parallel: {tensor_model_parallel_size: 4}\n" + CONNECTIONS,
        "indivisible",
        "num_query_groups",
        inverted=True,
    ),
    Effect(
        "EXPERTS_NEED_SEQUENCE_PARALLEL",
        "extends: experts\n" + TP,
        "experts-without-sequence-parallel",
    ),
    Effect(
        "MAMBA_IGNORES_CONTEXT_PARALLEL", "extends: complete\n" + CP, "mamba-with-context-parallel"
    ),
    Effect(
        "EVALUATION_BATCH_CHECKED",
        "extends: complete\nextra_args: [--eval-global-batch-size 3, --eval-micro-batch-size 2]\n",
        "evaluation-batch",
    ),
    Effect(
        "FULL_ITERATION_NEEDS_NO_NAN_CHECK",
        "extends: complete\nlaunch: {cuda_graph: {cuda_graph_scope: full_iteration}}\n",
        "full-iteration-capture",
    ),
    Effect(
        "GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL",
        "extends: complete\npattern: AGM\n" + CP + SEAMS,
        "gated-delta-net-settings",
    ),
    Effect(
        "QK_LAYERNORM_IGNORED",
        "extends: complete\nA: {qk_layernorm: true}\n",
        "qk-layernorm-ignored",
    ),
    Effect(
        "FP8_MAMBA_WIDTH_CHECKED",
        "extends: complete\nmodel: {hidden_size: 1792, num_attention_heads: 14}\n"
        "precision: {fp8_format: hybrid}\n",
        "fp8-mamba-width",
    ),
    Effect(
        "CAPTURE_MEETS_RECOMPUTE",
        "extends: complete\nlaunch: {cuda_graph: {cuda_graph_impl: local}}\ntraining:\n"
        "  {recompute_granularity: full, recompute_method: uniform, recompute_num_layers: 1}\n",
        "recompute-with-capture",
    ),
    Effect(
        "SHARED_OVERLAP_TAKES_FLEX",
        "extends: experts\nparallel: {expert_model_parallel_size: 2}\n"
        "E: {moe_shared_expert_intermediate_size: 512, moe_shared_expert_overlap: true, "
        "moe_token_dispatcher_type: flex}\n",
        "expert-settings",
        "moe_shared_expert_overlap",
        inverted=True,
    ),
    Effect(
        "YARN_POSITIONS_BREAK",
        "extends: complete\nmodel: {position_embedding_type: yarn}\n",
        "position-type",
        "yarn",
        before_it="flag-value",
    ),
]

WITHOUT_A_RULE = {
    "PATTERN_UNCHECKED_UNTIL_BUILD": "test_patterns_that_nothing_checks",
    "LAYOUT_FLAG_IGNORED": "test_the_layout_flag",
    "MISSING_SPEC_IS_REPLACED": "test_a_stack_spec_that_is_not_there",
    "MLA_FUSION_BUILDS_ANOTHER_CLASS": "test_fused_latent_attention",
    "MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER": "test_muon",
}


def test_every_judgment_has_an_effect() -> None:
    assert {effect.judgment for effect in EFFECTS} | set(WITHOUT_A_RULE) == set(JUDGMENTS)
    assert all(name in globals() for name in WITHOUT_A_RULE.values())


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.judgment)
@each_release
def test_effect(effect: Effect, release: Release) -> None:
    result = analyse(effect.recipe, target=release.tag)
    codes = (effect.code, effect.before_it)
    found = [d for d in result.diagnostics if d.code in codes and effect.part in d.message]
    assert len(found) <= 1
    holds = release.name in TABLE[effect.judgment].holds
    assert bool(found) == (holds != effect.inverted)
    for finding in found:
        if finding.severity is Severity.ERROR:
            assert not result.runnable


@each_release
def test_patterns_that_nothing_checks(release: Release) -> None:
    """There a wrong letter would surface on the GPU node; here it never leaves the recipe."""
    unchecked = release.name in TABLE["PATTERN_UNCHECKED_UNTIL_BUILD"].holds
    assert (load(release).pattern.checked_by == "construction") is unchecked
    result = analyse("extends: complete\npattern: AMX\n", target=release.tag)
    assert result.plan.hybrid_layer_pattern is None
    assert not result.runnable


@each_release
def test_the_layout_flag(release: Release) -> None:
    """Ignored, refused beside a pattern, or unknown: it is never passed on."""
    option = "--pipeline-model-parallel-layout"
    result = analyse(f'extends: complete\nextra_args: ["{option} E,t|t,L"]\n', target=release.tag)
    assert "flag-of-the-plan" in {d.code for d in result.diagnostics}
    assert not any(token.startswith(option) for token in result.bundle.argv)
    if release.name in TABLE["LAYOUT_FLAG_IGNORED"].holds:
        assert load(release).flag(option) is not None


@each_release
def test_a_stack_spec_that_is_not_there(release: Release) -> None:
    result = analyse("extends: authored\n", target=release.tag)
    said = any("cannot be imported" in note for note in result.bundle.custom_notes)
    assert said is (release.name in TABLE["MISSING_SPEC_IS_REPLACED"].holds)


@each_release
def test_fused_latent_attention(release: Release) -> None:
    recipe = "extends: latent\nA: {mla_down_proj_fusion: true}\n" + SEAMS
    builds = {
        layer.verdict.builds
        for layer in analyse(recipe, target=release.tag).plan.layers
        if layer.letter == "A"
    }
    holds = release.name in TABLE["MLA_FUSION_BUILDS_ANOTHER_CLASS"].holds
    assert builds == ({"FusedMLASelfAttention"} if holds else {None})


@each_release
def test_muon(release: Release) -> None:
    recipe = (
        "extends: complete\ntraining: {optimizer: muon}\n"
        "parallel: {use_distributed_optimizer: true}\n"
    )
    result = analyse(recipe, target=release.tag)
    found = [d for d in result.diagnostics if "muon" in d.message and "distributed" in d.message]
    assert bool(found) == (release.name in TABLE["MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER"].holds)


@each_release
def test_native_since_is_what_the_catalogs_say(release: Release) -> None:
    for kind in LayerKind:
        has = load(release).symbol_for(kind) is not None
        if kind in NATIVE_SINCE:
            assert has is (release >= NATIVE_SINCE[kind])
        else:
            assert has is (kind not in (LayerKind.MAMBA3, LayerKind.M2RNN))


@each_release
def test_mtp_since_is_where_the_pattern_has_parts(release: Release) -> None:
    assert (load(release).pattern.mtp_separator is not None) is (release >= MTP_SINCE)


@pytest.mark.parametrize("kind", ["rope", "none", "learned_absolute", "relative", None])
@each_release
def test_position_types_beside_mtp(release: Release, kind: str | None) -> None:
    """HYBRID 2, MTP position type; the parser's default is refused too."""
    text = "extends: complete\nmtp: {mtp_num_layers: 1}\nmodel:\n  position_embedding_type: "
    codes = {d.code for d in analyse(text + (kind or "null"), target=release.tag).diagnostics}
    refused = kind not in MTP_POSITION_TYPES
    speaks = "mtp-position-type" if kind in (None, *POSITION_TYPES_BUILT) else "position-type"
    assert (speaks in codes) is refused
    assert len(codes & {"mtp-position-type", "position-type"}) == refused
    flag = load(release).flag("--position-embedding-type")
    assert flag is not None
    assert flag.default not in MTP_POSITION_TYPES


@each_release
def test_the_variable_that_validation_reads(release: Release) -> None:
    """HYBRID 4, trap 15."""
    name, value = SINGLE_CONNECTION_VARIABLE
    text = "extends: complete\nparallel: {tensor_model_parallel_size: 2}\n"
    bare = analyse(text, target=release.tag)
    assert [d.code for d in bare.diagnostics] == ["environment-missing"]
    for place in ("launch", "seams"):
        told = analyse(
            text + f'{place}: {{environment: {{{name}: "{value}"}}}}\n', target=release.tag
        )
        assert told.diagnostics == ()
        assert (name, value) in told.bundle.launch.environment
        assert not any(name in token for token in told.bundle.argv)


@each_release
def test_dispatchers_beside_the_overlapped_shared_expert(release: Release) -> None:
    """HYBRID 3, `--moe-shared-expert-overlap`."""
    flex = release.name in TABLE["SHARED_OVERLAP_TAKES_FLEX"].holds
    assert shared_overlap_dispatchers(known_target(release)) == (
        ("alltoall", "flex") if flex else ("alltoall",)
    )


@each_release
def test_options_that_are_not_for_hybrid_stacks(release: Release) -> None:
    """HYBRID 4, trap 13, and HYBRID 3: the parser takes them, the stack does not."""
    options = ["--fim-data", "--fim-rate 0.5", "--moe-layer-freq 2", "--enable-mhc-connections"]
    known = [option for option in options if load(release).flag(option.split()[0])]
    for option in known:
        assert not_for_hybrid_stacks(option.split()[0])
        result = analyse(f'extends: complete\nextra_args: ["{option}"]\n', target=release.tag)
        assert not any(token in result.bundle.argv for token in option.split())
        assert len(result.diagnostics) >= 1
    assert not_for_hybrid_stacks("--num-experts") is None
