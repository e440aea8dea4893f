"""recompute-settings: what full and selective recomputation need, and refuse."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, Path, Plain, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.job import Training
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_item, set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.spelling import nearest
from nam56r_core.targets.judgments import recompute_modules

GRANULARITY: Path = ("training", "recompute_granularity")
MODULES: Path = ("training", "recompute_modules")
OF_FULL: dict[Path, Plain] = {
    ("training", "recompute_method"): "uniform",
    ("training", "recompute_num_layers"): 1,
}
"""What only full recomputation reads, with the values that recompute every layer by itself."""


def check(facts: Facts) -> Iterator[Finding]:
    """Run on every release: the configuration refuses each of these."""
    training = facts.recipe.training
    if training is None:
        return
    yield from _modules(training, facts)
    granularity = training.recompute_granularity
    given = [path for path in OF_FULL if facts.setting(path) is not None]
    if granularity == "full":
        missing = {path: OF_FULL[path] for path in OF_FULL if path not in given}
        if missing:
            yield Finding(
                "full recomputation needs `training.recompute_method` (`uniform` or `block`) and "
                "`training.recompute_num_layers`; add what is missing",
                facts.key(*GRANULARITY),
                fixes=(_all_of(missing),),
            )
        return
    for path in given:
        if granularity == "selective":
            yield Finding(
                f"`{path[-1]}` is refused with selective recomputation; remove it",
                facts.key(*path),
                fixes=(removal(facts, path),),
                identity=(granularity,),
            )


def _all_of(settings: dict[Path, Plain]) -> Fix:
    named = ticked(f"{dotted(path)}: {value}" for path, value in settings.items())
    return Fix(f"Write {named}", tuple(SetValue(*setting) for setting in settings.items()))


def _modules(training: Training, facts: Facts) -> Iterator[Finding]:
    modules = training.recompute_modules
    if not modules or facts.target is None:
        return
    if training.recompute_granularity != "selective":
        return  # nothing reads them: setting-without-effect
    known = recompute_modules(facts.target)
    experts = facts.recipe.E
    for position, name in enumerate(modules):
        item = (*MODULES, position)
        where, out = facts.item(*item), removal(facts, item, title=f"Remove `{name}`")
        if name not in known:
            near = nearest(name, sorted(known), limit=1)
            yield Finding(
                f"{facts.target.short_name} cannot recompute `{name}`; name one of "
                f"{ticked(sorted(known), 'or')}",
                where,
                fixes=(*(set_item(facts, item, n, title=f"Write `{n}`") for n in near), out),
                identity=(name, "unknown"),
            )
        elif name == "mla_up_proj" and not facts.plan.is_latent:
            yield Finding(
                f"`{name}` is refused without MLA; remove it", where, fixes=(out,), identity=(name,)
            )
        elif name == "moe_act" and not (experts and experts.moe_grouped_gemm):
            yield Finding(
                f"`{name}` is refused without `E.moe_grouped_gemm: true`; add that, or remove "
                f"`{name}`",
                where,
                fixes=(set_to(("E", "moe_grouped_gemm"), True), out),
                identity=(name,),
            )
        elif name == "shared_experts" and experts and experts.moe_shared_expert_overlap:
            yield Finding(
                f"`{name}` is refused beside `E.moe_shared_expert_overlap`; remove one of the two",
                where,
                fixes=(out, removal(facts, ("E", "moe_shared_expert_overlap"))),
                identity=(name,),
            )


RULE = Rule("recompute-settings", Severity.ERROR, "Recomputation that is not all said.", check)
