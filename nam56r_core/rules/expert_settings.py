"""expert-settings: MoE settings that the configuration or the construction refuses together."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.model import ExpertBlock, Parallel
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import shared_overlap_dispatchers

DISPATCHER = ("E", "moe_token_dispatcher_type")
GROUPS = ("E", "moe_router_num_groups")
CHOSEN = ("E", "moe_router_group_topk")
SINKHORN: tuple[object, ...] = ("sinkhorn", ["sinkhorn"])
"""Balancing by sinkhorn alone, which weighs a single expert by its sigmoid (0.19.0 router.py:289),
so the configuration takes it (transformer_config.py:2334)."""
CAPACITY = ("E", "moe_expert_capacity_factor")


def check(facts: Facts) -> Iterator[Finding]:
    """Each refusal was seen by running every release from 0.16.1 on."""
    experts = facts.recipe.E
    if not facts.plan.has_experts:
        yield from _parallel_without_experts(facts)
        return
    if experts is None:
        return
    yield from _router(experts, facts)
    yield from _overlap(experts, facts)
    yield from _groups(experts, facts)
    yield from _capacity(experts, facts)
    yield from _flex(experts, facts)
    yield from _balancing(experts, facts)
    yield from _sinkhorn(experts, facts)


def _parallel_without_experts(facts: Facts) -> Iterator[Finding]:
    parallel = facts.recipe.parallel
    if parallel is not None and (parallel.expert_model_parallel_size or 1) > 1:
        size = ("parallel", "expert_model_parallel_size")
        yield Finding(
            "expert parallelism is refused without experts, and the pattern has no `E`; remove "
            "`parallel.expert_model_parallel_size`",
            facts.value(*size),
            fixes=(removal(facts, size),),
        )


def _router(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    topk, count = experts.moe_router_topk, experts.num_experts
    if topk is not None and count is not None and topk > count:
        yield Finding(
            f"`moe_router_topk` ({topk}) is more than the {count} experts there are; every release "
            "accepts that and ends in the first step: lower it",
            facts.value("E", "moe_router_topk"),
            identity=("experts",),
            evidence=(topk, count),
        )
    softmax = experts.moe_router_score_function in (None, "softmax")
    alone = experts.moe_router_topk == 1 and experts.moe_router_load_balancing_type not in SINKHORN
    if alone and softmax and not experts.moe_router_pre_softmax:
        yield Finding(
            "`moe_router_topk: 1` with softmax is refused unless the softmax comes first (else "
            "every weight is 1); write `E.moe_router_pre_softmax: true`",
            facts.value("E", "moe_router_topk"),
            fixes=(set_to(("E", "moe_router_pre_softmax"), True),),
            identity=("softmax",),
        )
    if experts.moe_router_enable_expert_bias and softmax:
        bias = ("E", "moe_router_enable_expert_bias")
        yield Finding(
            "`moe_router_enable_expert_bias` is refused with softmax scores; write "
            "`E.moe_router_score_function: sigmoid`, or remove it",
            facts.key(*bias),
            fixes=(set_to(("E", "moe_router_score_function"), "sigmoid"), removal(facts, bias)),
        )


def _overlap(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    """Without a shared expert nothing overlaps, and nothing is refused (0.19.0
    transformer_config.py:1644-1651)."""
    if not experts.moe_shared_expert_overlap or facts.target is None:
        return
    if experts.moe_shared_expert_intermediate_size is None:
        return
    allowed = shared_overlap_dispatchers(facts.target)
    if experts.moe_token_dispatcher_type not in allowed:
        given = experts.moe_token_dispatcher_type or "allgather, the default"
        overlap = ("E", "moe_shared_expert_overlap")
        yield Finding(
            f"`moe_shared_expert_overlap` is refused with the dispatcher {given}; write "
            f"`E.moe_token_dispatcher_type` as {ticked(allowed, 'or')}",
            facts.key(*overlap),
            fixes=(set_to(DISPATCHER, allowed[0]), removal(facts, overlap)),
            evidence=(given,),
        )


def _groups(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    """Group-limited routing is switched on by `moe_router_group_topk` alone (moe_utils.py), which
    needs a number of groups and may not exceed it (0.16.1 transformer_config.py:1658,
    0.19.0:2344-2355)."""
    groups, chosen = experts.moe_router_num_groups, experts.moe_router_group_topk
    if groups is not None and chosen is None:
        yield Finding(
            "`moe_router_num_groups` does nothing without `E.moe_router_group_topk`; add it, or "
            "remove it",
            facts.key(*GROUPS),
            fixes=(removal(facts, GROUPS),),
        )
    if chosen and not groups:
        yield Finding(
            "`moe_router_group_topk` is refused without the number of groups; write "
            "`E.moe_router_num_groups`, or remove it",
            facts.key(*CHOSEN),
            fixes=(removal(facts, CHOSEN),),
            identity=("without groups",),
        )
    if groups and chosen and chosen > groups:
        yield Finding(
            f"`moe_router_group_topk` ({chosen}) is more than the {groups} groups there are, which "
            "the configuration refuses; lower it",
            facts.value(*CHOSEN),
            fixes=(set_to(CHOSEN, groups),),
            identity=("more than groups",),
            evidence=(chosen, groups),
        )
        return
    topk, count = experts.moe_router_topk, experts.num_experts
    if groups and chosen and topk and count and topk > chosen * (count // groups):
        yield Finding(
            f"`moe_router_topk` ({topk}) asks for more experts than {chosen} of {groups} groups "
            f"hold ({chosen * (count // groups)}); every release ends in the first step: lower it",
            facts.value("E", "moe_router_topk"),
            identity=("groups",),
            evidence=(topk, chosen, groups, count),
        )


def _capacity(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    kinds = experts.moe_router_load_balancing_type
    sinkhorn = kinds == "sinkhorn" or (isinstance(kinds, list) and "sinkhorn" in kinds)
    if experts.moe_expert_capacity_factor is not None and sinkhorn:
        yield Finding(
            "`moe_expert_capacity_factor` is refused beside `sinkhorn`; remove it, or balance the "
            "load in another way",
            facts.key(*CAPACITY),
            fixes=(removal(facts, CAPACITY),),
        )
    if experts.moe_pad_expert_input_to_capacity and experts.moe_expert_capacity_factor is None:
        padding = ("E", "moe_pad_expert_input_to_capacity")
        yield Finding(
            "`moe_pad_expert_input_to_capacity` is refused without a capacity; write "
            "`E.moe_expert_capacity_factor`, or remove it",
            facts.key(*padding),
            fixes=(removal(facts, padding),),
        )


def _flex(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    parallel = facts.recipe.parallel or Parallel()
    ranks = (parallel.tensor_model_parallel_size or 1) * (parallel.expert_model_parallel_size or 1)
    if experts.moe_token_dispatcher_type == "flex" and ranks == 1:
        yield Finding(
            "the `flex` dispatcher needs TP × EP above 1; choose `alltoall`, or spread the experts "
            "by `parallel.expert_model_parallel_size`",
            facts.value(*DISPATCHER),
            fixes=(set_to(DISPATCHER, "alltoall"),),
        )


def _balancing(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    kinds, weights = experts.moe_router_load_balancing_type, experts.moe_aux_loss_coeff
    count = len(kinds) if isinstance(kinds, list) else 1
    given = len(weights) if isinstance(weights, list) else 1
    if count > 1 and weights is not None and count != given:
        yield Finding(
            f"there are {count} ways of balancing and {given} `moe_aux_loss_coeff`; write one for "
            "each",
            facts.value("E", "moe_aux_loss_coeff"),
            evidence=(count, given),
        )


def _sinkhorn(experts: ExpertBlock, facts: Facts) -> Iterator[Finding]:
    """The router asserts it in its first forward pass; everything before passes (0.16.1
    router.py:238, 0.19.0:295, read; run up to the construction)."""
    weights = experts.moe_aux_loss_coeff
    any_weight = any(weights) if isinstance(weights, list) else weights
    if experts.moe_router_load_balancing_type in SINKHORN and any_weight:
        weight = ("E", "moe_aux_loss_coeff")
        yield Finding(
            "`moe_aux_loss_coeff` is refused beside `sinkhorn` in the first step of every release; "
            "remove it, or balance the load by `aux_loss`",
            facts.key(*weight),
            fixes=(
                removal(facts, weight),
                set_to(("E", "moe_router_load_balancing_type"), "aux_loss"),
            ),
            identity=("sinkhorn",),
        )


RULE = Rule(
    "expert-settings",
    Severity.ERROR,
    "MoE settings that are refused together, or without what they need.",
    check,
)
