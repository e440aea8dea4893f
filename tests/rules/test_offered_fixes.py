"""Which fixes a rule offers, at both sides of each condition that it offers them on."""

from __future__ import annotations

import pytest

from nam56r_core.export.bundle import WithheldCause
from support.recipes import analyse

STEPS = "extends: complete\ntraining: "
SAMPLES = "extends: complete\ntraining: {train_iters: null, train_samples: 640, "
NOT_CAPTURED = "Remove `launch.cuda_graph.cuda_graph_warmup_steps`"
REMOVE = "Remove `training.lr_decay_samples`"
LOSS, Z_LOSS = "Remove `E.moe_aux_loss_coeff`", "Remove `E.moe_z_loss_coeff`"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        # 80 samples are 10 batches of 8; 81 are no whole number; without a batch nobody knows.
        ("{lr_decay_samples: 80}", ["Write `training.lr_decay_iters: 10` in its place", REMOVE]),
        ("{lr_decay_samples: 81}", [REMOVE]),
        ("{lr_decay_samples: 80, global_batch_size: null}", [REMOVE]),
        # What the recipe says in the right unit is not overridden.
        ("{lr_decay_samples: 80, lr_decay_iters: 7}", [REMOVE]),
    ],
)
def test_a_length_in_samples(text: str, titles: list[str]) -> None:
    assert offered(STEPS + text, "schedule-units") == titles


def test_a_length_in_steps_becomes_samples() -> None:
    titles = offered(SAMPLES + "lr_warmup_iters: 3}", "schedule-units")
    assert titles[0] == "Write `training.lr_warmup_samples: 24` in its place"


@pytest.mark.parametrize(
    "text",
    [
        SAMPLES + "lr_warmup_samples: 3}",
        STEPS + "{lr_wsd_decay_samples: 80, lr_decay_style: linear}",
        STEPS + "{lr_wsd_decay_samples: 80, lr_wsd_decay_iters: 2, lr_decay_style: WSD}",
    ],
)
def test_a_length_that_fails_nowhere(text: str) -> None:
    assert offered(text, "schedule-units") == []


@pytest.mark.parametrize(
    ("experts", "titles"),
    [
        ("moe_aux_loss_coeff: 0.01, moe_z_loss_coeff: 0.1", [LOSS, Z_LOSS]),
        ("moe_router_load_balancing_type: sinkhorn, moe_aux_loss_coeff: 0.01", []),
        ("moe_router_load_balancing_type: [aux_loss], moe_aux_loss_coeff: [0.0]", []),
        ("moe_router_load_balancing_type: [aux_loss], moe_aux_loss_coeff: [0.01]", [LOSS]),
    ],
)
def test_the_losses_of_a_part(experts: str, titles: list[str]) -> None:
    text = f"extends: experts\nE: {{{experts}}}\nmtp: {{mtp_num_layers: 1, pattern: '*E'}}"
    assert offered(text, "mtp-expert-place") == titles


@pytest.mark.parametrize(
    ("part", "depths", "fires"),
    [("E*E", 2, True), ("E*E", 3, False), ("E*", 1, False), ("*E", 1, True)],
)
def test_the_last_expert_layer_of_a_part_decides(part: str, depths: int, fires: bool) -> None:
    mtp = f"mtp: {{mtp_num_layers: {depths}, pattern: '{part}'}}"
    text = f"extends: experts\nE: {{moe_z_loss_coeff: 0.1}}\n{mtp}"
    assert bool(offered(text, "mtp-expert-place")) is fires


@pytest.mark.parametrize(
    ("graph", "titles"),
    [
        ("cuda_graph_impl: none", [NOT_CAPTURED]),
        ("enable_cuda_graph: true", []),
        ("external_cuda_graph: true", []),
        ("cuda_graph_scope: [full_iteration]", []),
    ],
)
def test_a_warm_up_waits_for_a_capture(graph: str, titles: list[str]) -> None:
    text = f"extends: complete\nlaunch: {{cuda_graph: {{{graph}, cuda_graph_warmup_steps: 3}}}}"
    assert offered(text, "setting-without-effect") == titles


def test_no_balancing_in_a_list() -> None:
    experts = "moe_router_load_balancing_type: [none], moe_aux_loss_coeff: [0.01]"
    titles = offered(f"extends: experts\nE: {{{experts}}}", "setting-without-effect")
    assert titles[0] == LOSS


def test_a_vocabulary_that_is_not_padded_counts() -> None:
    text = "extends: complete\nmodel: {vocab_size: 777}\nextra_args: [--no-pad-vocab-size]"
    assert offered(text, "setting-without-effect") == []


def test_of_two_last_phases_the_one_in_the_other_unit_is_idle() -> None:
    text = "{lr_decay_style: WSD, lr_wsd_decay_iters: 2, lr_wsd_decay_samples: 80}"
    titles = offered(STEPS + text, "setting-without-effect")
    assert titles == ["Remove `training.lr_wsd_decay_samples`"]


ALIASES = ("--override-opt_param-scheduler", "--override-opt-param-scheduler")


@pytest.mark.parametrize("order", [ALIASES, ALIASES[::-1], ALIASES[:1] * 2])
def test_two_spellings_of_one_option_are_emitted_once(order: tuple[str, str]) -> None:
    bundle = analyse(f"extends: complete\nextra_args: {list(order)}\n").bundle
    assert [token for token in bundle.argv if token in ALIASES] == [order[0]]
    assert WithheldCause.SET_TWICE in {held.cause for held in bundle.withheld}


def offered(text: str, code: str) -> list[str]:
    return [
        fix.title for d in analyse(text + "\n").diagnostics if d.code == code for fix in d.fixes
    ]
