"""indivisible: sizes that Megatron divides by one another, and that do not divide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.recipe.origins import Path, dotted
from nam56r_core.rules.base import Facts, Finding, Rule


@dataclass(frozen=True, slots=True)
class Division:
    """`whole` must be a multiple of `part`."""

    whole: Path
    part: Path


DIVISIONS = (
    Division(("model", "num_attention_heads"), ("parallel", "tensor_model_parallel_size")),
    Division(("model", "num_attention_heads"), ("A", "num_query_groups")),
    Division(("A", "num_query_groups"), ("parallel", "tensor_model_parallel_size")),
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
    yield from _mamba_heads(facts)


def _mamba_heads(facts: Facts) -> Iterator[Finding]:
    """Without `mamba_num_heads` the heads are 2 × hidden / head width (run, every release)."""
    mamba = facts.recipe.M
    hidden = _number(facts, ("model", "hidden_size"))
    if mamba is None or hidden is None or mamba.mamba_num_heads is not None:
        return
    width = mamba.mamba_head_dim
    if width is not None and 2 * hidden % width:
        yield Finding(
            f"without `M.mamba_num_heads` there are 2 × {hidden} / {width} heads, which is no "
            "whole number; write `M.mamba_num_heads`, or change `M.mamba_head_dim`",
            facts.value("M", "mamba_head_dim"),
        )


def _number(facts: Facts, path: Path) -> int | None:
    value: object = facts.recipe
    for part in path:
        value = getattr(value, str(part), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


RULE = Rule("indivisible", Severity.ERROR, "Sizes that do not divide.", check)
