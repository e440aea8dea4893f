"""What holds for any pattern, any settings and any target (contract, section 5)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from nam56r_core.analysis import Analysis
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.formats import FORMATS
from nam56r_core.export.formats.base import Export
from nam56r_core.layers import Status
from nam56r_core.plan.status import carrier_of
from nam56r_core.syntax.languages import JSON
from nam56r_core.targets.releases import RELEASES
from support.megatron_parser import build_parser
from support.recipes import analyse

LETTERS = st.sampled_from("AEMRGD")
ODD_LETTERS = st.sampled_from("AEMRGDaemrgdcCXz*-+|| /é\t\n\u2028'\"")
PATTERNS = st.text(LETTERS, min_size=1, max_size=12) | st.text(ODD_LETTERS, max_size=8)
BROKEN_PATTERNS = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=5).map("|".join)
SYMBOLS = st.sampled_from([*"M*-EGD+", "X", "--", ""])
SMALL = st.sampled_from([1, 2, 3, 4, 8])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def section(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


SECTIONS: dict[str, st.SearchStrategy[Any]] = {
    "A": section(
        group_query_attention=st.booleans(),
        num_query_groups=SMALL,
        multi_latent_attention=st.booleans(),
        kv_lora_rank=SMALL,
        qk_head_dim=SMALL,
        qk_pos_emb_head_dim=SMALL,
        v_head_dim=SMALL,
        qk_layernorm=st.booleans(),
        dsa=maybe(
            section(
                family_ranks=st.just("all") | st.lists(st.integers(0, 5), max_size=4),
                dsa_indexer_n_heads=SMALL,
                dsa_indexer_head_dim=SMALL,
                dsa_indexer_topk=SMALL,
            )
        ),
    ),
    "E": section(
        num_experts=maybe(SMALL),
        moe_router_topk=SMALL,
        moe_ffn_hidden_size=SMALL,
        moe_grouped_gemm=st.booleans(),
        moe_token_dispatcher_type=st.sampled_from(["alltoall", "flex", "nonsense"]),
        moe_aux_loss_coeff=st.floats(0, 1) | st.lists(st.floats(0, 1), max_size=3),
    ),
    "M": section(
        mixer=st.sampled_from(["native", "authored", None]),
        mamba_num_heads=SMALL,
        mamba_head_dim=SMALL,
        mamba_state_dim=SMALL,
        mamba_num_groups=SMALL,
    ),
    "R": section(mixer=st.just("m2rnn")),
    "G": section(linear_num_key_heads=SMALL, linear_num_value_heads=SMALL),
    "mtp": section(
        mtp_num_layers=st.integers(1, 3),
        pattern=st.sampled_from(["*-", "+-", "D-", "E", "M*", "-", "AE", "X"]),
    ),
    "features": section(
        engram=section(layer_indices=st.lists(st.integers(0, 30), max_size=4)),
        fim=section(rate=st.floats(0, 1)),
        moda=section(enabled=st.booleans()),
    ),
    "model": section(
        rope_type=st.sampled_from(["rope", "yarn"]),
        no_rope_fusion=st.booleans(),
        disable_bias_linear=st.booleans(),
        position_embedding_type=st.sampled_from(["rope", "none", "learned_absolute"]),
        norm_epsilon=st.floats(0, 1),
    ),
    "parallel": section(
        tensor_model_parallel_size=SMALL,
        pipeline_model_parallel_size=SMALL,
        num_virtual_stages_per_pipeline_rank=SMALL,
        context_parallel_size=SMALL,
        sequence_parallel=st.booleans(),
        decoder_first_pipeline_num_layers=st.integers(1, 5),
        decoder_last_pipeline_num_layers=st.integers(1, 5),
    ),
    "training": section(
        save=st.text(max_size=6), lr=st.floats(0, 1), optimizer=st.text(max_size=3)
    ),
    "seams": section(
        stack_spec=section(module=st.just("mine.specs"), name=st.sampled_from(["stack", "a b"])),
        carry=section(A=SYMBOLS, R=SYMBOLS, G=SYMBOLS),
        hooks=section(engram=st.just("mine.engram"), fim=st.just("mine.fim")),
    ),
    "launch": section(
        environment=st.just({"CUDA_DEVICE_MAX_CONNECTIONS": "1"}),
        cuda_graph=section(
            cuda_graph_impl=st.sampled_from(["local", "none"]),
            cuda_graph_scope=st.sampled_from(["attn", ["attn", "mamba"]]),
        ),
    ),
    "extra_args": st.lists(
        st.sampled_from(
            [
                "--log-throughput",
                "--exit-interval 5",
                "--exit-interval -5",
                "--exit-interval x",
                "--hybrid-layer-pattern MM",
                "--num-layers 3",
                "--num-experts 4",
                "--fim-data",
                "--multi-token-prediction",
                "--logits-load-dir 'a b'",
                "--",
                "nothing",
                "",
            ]
        )
        | st.text(max_size=8),
        max_size=4,
    ),
}

TARGETS = st.sampled_from([release.tag for release in RELEASES]) | st.sampled_from(
    [None, "0.18.2", "core_v9.9"]
)

RECIPES = st.fixed_dictionaries(
    {
        "extends": st.sampled_from(["complete", "experts", "latent", "sparse", "authored"]),
        "pattern": PATTERNS | BROKEN_PATTERNS,
        "depth": maybe(st.integers(1, 30)),
        "target": TARGETS,
    },
    optional=SECTIONS,
)
"""Most change little and stay whole, so that runnable ones come up too (see the events)."""

SLIGHTLY_CHANGED = st.fixed_dictionaries(
    {
        "extends": st.sampled_from(["complete", "experts", "latent", "sparse", "authored"]),
        "pattern": st.text(LETTERS, min_size=1, max_size=6),
        "depth": st.integers(1, 12),
        "target": st.sampled_from([release.tag for release in RELEASES]),
        "M": section(mixer=st.just("native")),
        "E": st.just({"num_experts": 8, "moe_router_topk": 2, "moe_ffn_hidden_size": 64}),
        "seams": st.just(
            {
                "stack_spec": {"module": "mine.specs", "name": "stack"},
                "carry": {"A": "*", "R": "M", "G": "M"},
            }
        ),
    },
    optional={
        "mtp": section(mtp_num_layers=st.integers(1, 2)),
        "parallel": section(pipeline_model_parallel_size=st.sampled_from([1, 2])),
    },
)

bounded = settings(max_examples=250)


def run(recipe: dict[str, Any]) -> Analysis:
    return analyse(json.dumps(recipe), language=JSON)


def pattern_options(result: Analysis) -> list[str]:
    """Tokens that could make Megatron build a stack."""
    decisive = ("--hybrid-layer-pattern", "--hybrid-override-pattern", "--num-layers")
    return [token for token in result.bundle.argv if token.split("=")[0] in decisive]


@bounded
@given(RECIPES)
def test_layers(recipe: dict[str, Any]) -> None:
    result = run(recipe)
    plan, pattern = result.plan, result.facts.pattern
    letters = pattern.letters if pattern else ()
    if pattern and letters and not pattern.breaks and plan.depth:
        assert len(plan.layers) == plan.depth
    else:
        assert len(plan.layers) == len(letters)
    assert sum(plan.counts().values()) == len(plan.layers)
    assert sum(plan.status_counts().values()) == len(plan.layers)
    ranks: dict[str, list[int]] = {}
    for index, layer in enumerate(plan.layers):
        assert layer.index == index
        assert layer.layer_number == index + 1
        authored = letters[layer.letter_number - 1]
        assert (layer.letter, layer.location) == (authored.text, authored.location)
        ranks.setdefault(layer.family.value, []).append(layer.family_rank)
    for found in ranks.values():
        assert found == list(range(len(found)))
    if plan.pipeline.segments:
        assert sum(plan.pipeline.segments) == len(plan.layers)
        assert len(plan.pipeline.segments) == plan.pipeline.size * plan.pipeline.virtual_size
    main = plan.translated_pattern.split("/")[0] if plan.mtp.depths else plan.translated_pattern
    if "/" not in recipe["pattern"]:
        shown = len(main) - (main.count("|") if plan.pipeline.written else 0)
        assert shown == len(plan.layers)


@bounded
@given(RECIPES)
def test_nothing_blocked_is_emitted(recipe: dict[str, Any]) -> None:
    result = run(recipe)
    plan = result.plan
    blocked = [layer for layer in plan.layers if layer.status is Status.BLOCKED]
    for layer in blocked:
        assert layer.verdict.symbol is None
    if blocked:
        assert plan.hybrid_layer_pattern is None
        assert plan.withheld
    errors = any(d.severity is Severity.ERROR for d in result.diagnostics)
    assert result.runnable == (plan.hybrid_layer_pattern is not None and not errors)
    if not result.runnable:
        assert pattern_options(result) == []
        assert any(
            note.startswith("the pattern is withheld") for note in result.bundle.custom_notes
        )
        assert errors, "whatever is not runnable is an error somewhere"


@bounded
@given(RECIPES)
def test_custom_layers_ride_on_the_declared_carrier(recipe: dict[str, Any]) -> None:
    result = run(recipe)
    for layer in result.plan.layers:
        if layer.status is Status.CUSTOM:
            carrier = "M" if layer.letter == "M" else carrier_of(layer.family, result.facts.recipe)
            assert layer.verdict.symbol == carrier
        if layer.letter == "R":
            assert layer.status is not Status.NATIVE
            assert layer.verdict.symbol is None or layer.status is Status.CUSTOM


def check_runnable(result: Analysis) -> None:
    """A runnable bundle states the whole stack, in symbols that the target has."""
    catalog, plan = result.facts.catalog, result.plan
    assert catalog is not None
    assert not any(d.severity is Severity.ERROR for d in result.diagnostics)
    [pattern] = [arg for arg in result.bundle.args if arg.option == catalog.pattern.flag]
    assert pattern.values == (plan.hybrid_layer_pattern,)
    main, *parts = pattern.values[0].split("/")
    assert len(main.replace("|", "")) == len(plan.layers) == plan.depth
    assert len(parts) == plan.mtp.depths
    known = {symbol.char for symbol in catalog.symbols}
    assert set(main.replace("|", "") + "".join(parts)) <= known
    used = Counter(layer.verdict.symbol for layer in plan.layers)
    assert used == Counter(main.replace("|", ""))
    for left, right in catalog.exclusive:
        for part in (main, *parts):
            assert not (left in part and right in part)
    if catalog.pattern.needs_num_layers:
        assert ("--num-layers", str(plan.depth)) in zip(
            result.bundle.argv, result.bundle.argv[1:], strict=False
        )


@bounded
@given(RECIPES | SLIGHTLY_CHANGED)
def test_runnable_bundles_are_whole(recipe: dict[str, Any]) -> None:
    result = run(recipe)
    event("runnable" if result.runnable else "not runnable")
    if result.runnable:
        check_runnable(result)


def test_runnable_recipes_come_up() -> None:
    """Or the property above would say nothing."""
    found: list[bool] = []

    @settings(max_examples=100, database=None)
    @given(SLIGHTLY_CHANGED)
    def collect(recipe: dict[str, Any]) -> None:
        found.append(run(recipe).runnable)

    collect()
    assert sum(found) > 20


@bounded
@given(RECIPES | SLIGHTLY_CHANGED)
def test_every_argument_is_one_that_the_release_takes(recipe: dict[str, Any]) -> None:
    result = run(recipe)
    catalog = result.facts.catalog
    if catalog is None:
        assert result.bundle.argv == ()
        return
    graph = result.bundle.launch.graph_capture
    for arg in (*result.bundle.args, *graph):
        assert catalog.flag(arg.option) is not None
    tokens = [token for arg in (*result.bundle.args, *graph) for token in arg.tokens]
    parsed = build_parser(catalog).parse_args(tokens)
    assert (getattr(parsed, "num_layers", None) is None) or result.runnable
    dests = [catalog.flag(arg.option) for arg in (*result.bundle.args, *graph)]
    assert len(dests) == len(set(dests)), "no option is given twice"


@bounded
@given(RECIPES)
def test_every_setting_is_emitted_or_accounted_for(recipe: dict[str, Any]) -> None:
    """Nothing disappears: an item of `extra_args` is an argument or withheld with a cause."""
    result = run(recipe)
    if result.facts.catalog is None:
        return
    items = result.facts.recipe.extra_args or []
    keys = {arg.key for arg in result.bundle.args} | {item.key for item in result.bundle.withheld}
    positions = result.facts.origins.positions(("extra_args",), items)
    for index, item in zip(positions, items, strict=True):
        assert f"extra_args[{index}]" in keys, item
    for held in result.bundle.withheld:
        assert held.reason(result.plan.target)
        if held.cause is WithheldCause.BAD_VALUE:
            assert held.problem is not None or held.detail


@bounded
@given(RECIPES)
def test_the_same_recipe_gives_the_same_bytes(recipe: dict[str, Any]) -> None:
    texts = [
        {
            name: render(
                Export(
                    result.plan, result.bundle, result.diagnostics, result.facts.assumed_dimensions
                )
            )
            for name, render in FORMATS.items()
        }
        for result in (run(recipe), run(recipe))
    ]
    assert texts[0] == texts[1]
    for name, text in texts[0].items():
        assert not text or text.endswith("\n"), name


@bounded
@given(RECIPES)
def test_findings_are_ordered_and_stand_inside_their_documents(recipe: dict[str, Any]) -> None:
    result = run(recipe)
    keys = [diagnostic.sort_key for diagnostic in result.diagnostics]
    assert keys == sorted(keys)
    for diagnostic in result.diagnostics:
        where = diagnostic.location.range
        assert 0 <= where.start <= where.end <= len(diagnostic.location.source.data)
        assert "\n" not in diagnostic.message
