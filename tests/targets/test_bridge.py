"""Overrides for Megatron-Bridge: their spelling, and an answer for everything a recipe can set.

That each key is a field was checked against Megatron-Bridge 067f987d; the spellings were read back
with hydra-core 1.3.2.
"""

from __future__ import annotations

import inspect

import pytest

from nam56r_core.layers import LATENT_KINDS, LayerKind
from nam56r_core.recipe import model
from nam56r_core.recipe.field import Section, option_of
from nam56r_core.targets.bridge import NoOverride, bridge_override, known_options
from nam56r_core.targets.targets import KNOWN


@pytest.mark.parametrize(
    ("option", "values", "overrides"),
    [
        ("--hidden-size", ("3584",), ["model.hidden_size=3584"]),
        ("--num-layers", ("52",), ["model.num_layers=52"]),
        ("--micro-batch-size", ("1",), ["train.micro_batch_size=1"]),
        ("--lr", ("3e-4",), ["optimizer.lr=0.0003"]),
        ("--lr-decay-style", ("WSD",), ["scheduler.lr_decay_style=WSD"]),
        ("--num-experts", ("16",), ["model.num_moe_experts=16"]),
        ("--norm-epsilon", ("1e-05",), ["model.layernorm_epsilon=1e-05"]),
        ("--eval-iters", ("0",), ["validation.eval_iters=0"]),
        ("--seed", ("1_234",), ["rng.seed=1234"]),
        # Inverted switches.
        ("--disable-bias-linear", (), ["model.add_bias_linear=false"]),
        (
            "--untie-embeddings-and-output-weights",
            (),
            ["model.share_embeddings_and_output_weights=false"],
        ),
        # Two words for one option.
        ("--seq-length", ("4096",), ["model.seq_length=4096", "dataset.seq_length=4096"]),
        ("--swiglu", (), ["model.gated_linear_unit=true", "model.activation_func=silu"]),
        # Lists.
        (
            "--recompute-modules",
            ("moe_act", "mlp"),
            ["model.recompute_modules=[moe_act,mlp]"],
        ),
        (
            "--moe-router-load-balancing-type",
            ("aux_loss",),
            ["model.moe_router_load_balancing_type=aux_loss"],
        ),
        ("--moe-aux-loss-coeff", ("1e-2", "0"), ["model.moe_aux_loss_coeff=[0.01,0]"]),
        ("--cuda-graph-scope", ("attn", "mamba"), ["model.cuda_graph_modules=[attn,mamba]"]),
        # Without quotes Hydra takes commas for a sweep and digits for a number.
        ("--split", ("969,30,1",), ["dataset.split='969,30,1'"]),
        ("--save", ("2026",), ["checkpoint.save='2026'"]),
        ("--save", ("/runs/a b",), ["checkpoint.save='/runs/a b'"]),
        ("--save", ("it's",), ['checkpoint.save="it\'s"']),
        ("--load", ("null",), ["checkpoint.load='null'"]),
        ("--data-path", ("0.3", "/a", "0.7", "/b"), ["dataset.data_path='0.3 /a 0.7 /b'"]),
        # Patterns.
        ("--hybrid-layer-pattern", ("M*-E",), ["model.hybrid_layer_pattern=M*-E"]),
        ("--hybrid-layer-pattern", ("*EM|E/*-",), ["model.hybrid_layer_pattern='*EM|E/*-'"]),
        ("--hybrid-override-pattern", ("M*",), ["model.hybrid_layer_pattern=M*"]),
        # The registered name; `16-mixed` is none.
        ("--fp16", (), ["mixed_precision=fp16_mixed"]),
    ],
)
def test_spelling(option: str, values: tuple[str, ...], overrides: list[str]) -> None:
    answer = bridge_override(option, values, frozenset())
    assert not isinstance(answer, NoOverride), answer
    assert list(answer) == overrides


@pytest.mark.parametrize(
    ("option", "values", "word"),
    [
        ("--q-lora-rank", ("64",), "latent attention"),
        ("--fp8-format", ("hybrid",), "named set"),
        ("--attention-backend", ("flash",), "enumeration"),
        ("--spec", ("a.b", "c"), "Python code"),
        ("--data-path", ("/a b",), "spaces"),
        ("--save", ("${oc.env:HOME}/x",), "escapes"),
        ("--hidden-size", ("1", "2"), "one value"),
        ("--hidden-size", ("wide",), "not a number"),
        ("--hidden-size", (), "one value"),
        ("--an-option-of-tomorrow", (), "no override is known"),
    ],
)
def test_what_has_none(option: str, values: tuple[str, ...], word: str) -> None:
    answer = bridge_override(option, values, frozenset())
    assert isinstance(answer, NoOverride)
    assert word in answer.reason


@pytest.mark.parametrize("kind", sorted(LATENT_KINDS, key=lambda kind: kind.name))
def test_a_pattern_of_latent_attention_has_none(kind: LayerKind) -> None:
    answer = bridge_override("--hybrid-layer-pattern", ("M+E",), {LayerKind.MAMBA2, kind})
    assert isinstance(answer, NoOverride)
    assert "latent attention" in answer.reason


def test_every_option_of_a_recipe_was_looked_up() -> None:
    options = {
        option_of(section, name)
        for section in vars(model).values()
        if inspect.isclass(section) and issubclass(section, Section)
        for name in section.model_fields
    } - {None}
    assert options
    assert options <= known_options()


def test_every_known_option_exists_in_some_release() -> None:
    existing = {option for catalog in KNOWN.catalogs for option in catalog.options}
    assert known_options() <= existing
