"""indivisible: sizes that Megatron divides by one another, and that do not divide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.changes import Path
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import QUERY_GROUPS_MAY_BE_COPIED


@dataclass(frozen=True, slots=True)
class Division:
    """`whole` must be a multiple of `part`."""

    whole: Path
    part: Path


DIVISIONS = (
    Division(("model", "num_attention_heads"), ("parallel", "tensor_model_parallel_size")),
    Division(("model", "num_attention_heads"), ("A", "num_query_groups")),
    Division(("M", "mamba_num_heads"), ("M", "mamba_num_groups")),
    Division(("M", "mamba_num_heads"), ("parallel", "tensor_model_parallel_size")),
    Division(("M", "mamba_num_groups"), ("parallel", "tensor_model_parallel_size")),
    Division(("E", "num_experts"), ("parallel", "expert_model_parallel_size")),
    Division(("E", "num_experts"), ("E", "moe_router_num_groups")),
    Division(("training", "global_batch_size"), ("training", "micro_batch_size")),
)


def check(facts: Facts) -> Iterator[Finding]:
    for division in DIVISIONS:
        whole, part = _number(facts, division.whole), _number(facts, division.part)
        if whole is None or part is None or whole % part == 0:
            continue
        yield Finding(
            f"`{dotted(division.whole)}` ({whole}) is no multiple of `{dotted(division.part)}` "
            f"({part}); change one of them",
            facts.value(*division.whole),
            (RelatedInformation(facts.value(*division.part), f"{part} is written here"),),
        )
    yield from _head_width(facts)
    yield from _delta_net_heads(facts)
    yield from _mamba_heads(facts)
    yield from _query_groups(facts)
    yield from _context(facts)


def _head_width(facts: Facts) -> Iterator[Finding]:
    """Without `kv_channels` a head is hidden / heads wide (a bare assertion in validation)."""
    hidden = _number(facts, ("model", "hidden_size"))
    heads = _number(facts, ("model", "num_attention_heads"))
    if hidden is None or heads is None or hidden % heads == 0:
        return
    if _number(facts, ("model", "kv_channels")) is None:
        yield Finding(
            f"`model.hidden_size` ({hidden}) is no multiple of `model.num_attention_heads` "
            f"({heads}), and no `model.kv_channels` says how wide a head is; add it, or change one",
            facts.value("model", "num_attention_heads"),
        )


def _delta_net_heads(facts: Facts) -> Iterator[Finding]:
    """Nothing checks that a rank gets a whole head (gated_delta_net, from 0.17)."""
    tp = _number(facts, ("parallel", "tensor_model_parallel_size")) or 1
    for name in ("linear_num_key_heads", "linear_num_value_heads"):
        heads = _number(facts, ("G", name))
        if heads is not None and heads % tp:
            yield Finding(
                f"`G.{name}` ({heads}) is no multiple of "
                f"`parallel.tensor_model_parallel_size` ({tp}), and no release checks it; change "
                "one of them",
                facts.value("G", name),
            )


def _query_groups(facts: Facts) -> Iterator[Finding]:
    """Groups are split over TP ranks; from 0.16 a rank may also hold a copy of one."""
    block = facts.recipe.A
    groups = block.num_query_groups if block and block.group_query_attention else None
    tp = _number(facts, ("parallel", "tensor_model_parallel_size"))
    if facts.catalog is None or groups is None or tp is None or groups % tp == 0:
        return
    if QUERY_GROUPS_MAY_BE_COPIED.holds_for(facts.catalog) and tp % groups == 0:
        return
    yield Finding(
        f"`A.num_query_groups` ({groups}) does not divide over "
        f"`parallel.tensor_model_parallel_size` ({tp}) in {facts.catalog.release}; change one",
        facts.value("A", "num_query_groups"),
        (RelatedInformation(facts.value("parallel", "tensor_model_parallel_size"), "TP is here"),),
    )


def _context(facts: Facts) -> Iterator[Finding]:
    """A sequence is cut into two pieces per CP rank; the Mamba mixer spreads its heads and its
    groups over TP × CP (construction, from 0.13)."""
    cp = _number(facts, ("parallel", "context_parallel_size")) or 1
    if cp == 1:
        return
    length = _number(facts, ("data", "seq_length"))
    if length is not None and length % (2 * cp):
        yield Finding(
            f"`data.seq_length` ({length}) is no multiple of 2 × `context_parallel_size` "
            f"({2 * cp}); change one of them",
            facts.value("data", "seq_length"),
        )
    tp = _number(facts, ("parallel", "tensor_model_parallel_size")) or 1
    heads = _number(facts, ("M", "mamba_num_heads")) or _derived_heads(facts)
    if heads is not None and heads % (tp * cp):
        yield Finding(
            f"the {heads} Mamba heads are no multiple of TP × CP ({tp * cp}), which the mixer's "
            "construction refuses; change one of them",
            facts.value("M", "mamba_num_heads"),
        )
    groups = _number(facts, ("M", "mamba_num_groups"))
    if groups is not None and groups % tp == 0 and (groups // tp) % cp and cp % (groups // tp):
        yield Finding(
            f"`M.mamba_num_groups` ({groups}) makes {groups // tp} groups per TP rank, and neither "
            f"that nor CP ({cp}) divides the other, which the mixer's construction refuses; change "
            "one of them",
            facts.value("M", "mamba_num_groups"),
        )


def _mamba_heads(facts: Facts) -> Iterator[Finding]:
    """Heads that are not written divide like those that are (construction, every release)."""
    width = _number(facts, ("M", "mamba_head_dim"))
    hidden = _number(facts, ("model", "hidden_size"))
    if width is None or hidden is None or _number(facts, ("M", "mamba_num_heads")) is not None:
        return
    heads = _derived_heads(facts)
    if heads is None:
        yield Finding(
            f"without `M.mamba_num_heads` there are 2 × {hidden} / {width} heads, which is no "
            "whole number; write `M.mamba_num_heads`, or change `M.mamba_head_dim`",
            facts.value("M", "mamba_head_dim"),
        )
        return
    parts: tuple[Path, ...] = (
        ("M", "mamba_num_groups"),
        ("parallel", "tensor_model_parallel_size"),
    )
    for path in parts:
        part = _number(facts, path)
        if part is not None and heads % part:
            yield Finding(
                f"without `M.mamba_num_heads` there are 2 × {hidden} / {width} = {heads} heads, "
                f"which is no multiple of `{dotted(path)}` ({part}); change one of them",
                facts.value(*path),
            )


def _derived_heads(facts: Facts) -> int | None:
    """Without `mamba_num_heads` the heads are 2 × hidden / head width (run, every release)."""
    width = _number(facts, ("M", "mamba_head_dim"))
    hidden = _number(facts, ("model", "hidden_size"))
    if width is None or hidden is None or 2 * hidden % width:
        return None
    return 2 * hidden // width


def _number(facts: Facts, path: Path) -> int | None:
    value = facts.setting(path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


RULE = Rule("indivisible", Severity.ERROR, "Sizes that do not divide.", check)
