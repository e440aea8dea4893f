"""recompute-settings: what full and selective recomputation need, and refuse."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.model import Training
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import recompute_modules


def check(facts: Facts) -> Iterator[Finding]:
    """Run on every release: the configuration refuses the first two, nothing reads the third."""
    training = facts.recipe.training
    if training is None:
        return
    yield from _modules(training, facts)
    granularity = training.recompute_granularity
    method, layers = training.recompute_method, training.recompute_num_layers
    if granularity == "full" and (method is None or layers is None):
        yield Finding(
            "full recomputation needs `training.recompute_method` (`uniform` or `block`) and "
            "`training.recompute_num_layers`; add what is missing",
            facts.key("training", "recompute_granularity"),
        )
    elif granularity == "selective" and (method is not None or layers is not None):
        name = "recompute_method" if method is not None else "recompute_num_layers"
        yield Finding(
            f"`{name}` is refused with selective recomputation; remove it",
            facts.key("training", name),
        )
    elif granularity is None and (method is not None or layers is not None):
        name = "recompute_method" if method is not None else "recompute_num_layers"
        yield Finding(
            f"`{name}` does nothing without `training.recompute_granularity: full`; add it, or "
            f"remove `{name}`",
            facts.key("training", name),
        )


def _modules(training: Training, facts: Facts) -> Iterator[Finding]:
    modules = training.recompute_modules
    if not modules or facts.catalog is None:
        return
    if training.recompute_granularity != "selective":
        yield Finding(
            "`recompute_modules` does nothing without `training.recompute_granularity: selective`; "
            "add it, or remove `recompute_modules`",
            facts.key("training", "recompute_modules"),
        )
        return
    known = recompute_modules(facts.catalog)
    experts = facts.recipe.E
    for position, name in enumerate(modules):
        where = facts.value("training", "recompute_modules", position)
        if name not in known:
            yield Finding(
                f"{facts.catalog.release} cannot recompute `{name}`; name one of "
                f"{ticked(sorted(known), 'or')}",
                where,
            )
        elif name == "mla_up_proj" and not facts.plan.is_latent:
            yield Finding("`mla_up_proj` is refused without MLA; remove it", where)
        elif name == "moe_act" and not (experts and experts.moe_grouped_gemm):
            yield Finding(
                "`moe_act` is refused without `E.moe_grouped_gemm: true`; add it, or remove it",
                where,
            )
        elif name == "shared_experts" and experts and experts.moe_shared_expert_overlap:
            yield Finding(
                "`shared_experts` is refused beside `E.moe_shared_expert_overlap`; remove one",
                where,
            )


RULE = Rule("recompute-settings", Severity.ERROR, "Recomputation that is not all said.", check)
