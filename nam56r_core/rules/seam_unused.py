"""seam-unused: a seam is declared that nothing in this recipe needs on this target."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.layers import FAMILY_OF_SECTION, Status
from nam56r_core.plan.features import FEATURES, requested
from nam56r_core.recipe.model import Carry, Seams
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal
from nam56r_core.targets.catalog import Catalog


def check(facts: Facts) -> Iterator[Finding]:
    seams, catalog = facts.recipe.seams, facts.catalog
    if seams is None or catalog is None or facts.is_misread(("target",)):
        return
    if facts.knows_layers:
        yield from _in_the_stack(facts, seams, catalog)
    for feature in FEATURES:
        hook = getattr(seams.hooks, feature.name, None)
        if hook is not None and not requested(facts.recipe.features, feature):
            yield Finding(
                f"code is declared for `{feature.name}`, which the recipe does not ask for; remove "
                f"it, or add `features.{feature.name}`",
                facts.key("seams", "hooks", feature.name),
                fixes=(removal(facts, ("seams", "hooks", feature.name)),),
            )


def _in_the_stack(facts: Facts, seams: Seams, catalog: Catalog) -> Iterator[Finding]:
    custom = {
        verdict.family for verdict in facts.plan.verdicts if verdict.status is not Status.NATIVE
    }
    if seams.stack_spec is not None and not custom:
        yield Finding(
            f"`stack_spec` is not used: {catalog.release} builds every layer itself, and is given "
            "its own stack spec; remove it, or keep it for a release that does not",
            facts.key("seams", "stack_spec"),
            fixes=(removal(facts, ("seams", "stack_spec")),),
        )
    for name in Carry.model_fields:
        declared = getattr(seams.carry, name, None)
        if declared is not None and FAMILY_OF_SECTION[name] not in custom:
            yield Finding(
                f"the carrier of `{name}` is not used: no `{name}` layer needs one on "
                f"{catalog.release}; remove it, or keep it for a release that does",
                facts.key("seams", "carry", name),
                fixes=(removal(facts, ("seams", "carry", name)),),
            )


RULE = Rule(
    "seam-unused",
    Severity.INFO,
    "A declared seam that nothing needs.",
    check,
    Tag.UNNECESSARY,
    reports_absence=True,
)
