"""analyze(): a recipe's document goes through all stages, then through all rules.

Each stage is a function from value to value; a missing input skips a stage, nothing raises for bad
input. Must not know where documents are kept or how findings are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.export.bundle import Bundle, finish
from nam56r_core.export.emit import emit
from nam56r_core.export.notes import custom_notes
from nam56r_core.plan.model import Plan
from nam56r_core.plan.reasons import Refusal
from nam56r_core.plan.translate import translate
from nam56r_core.recipe.extends import LoadedDocument, Loader, inherit
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.recipe.validate import validate
from nam56r_core.rules import RULES
from nam56r_core.rules.base import Facts, Rule, TargetChoice, TargetSource
from nam56r_core.syntax.pattern import AuthoredPattern, read_pattern
from nam56r_core.targets.releases import UnknownTarget
from nam56r_core.targets.targets import KNOWN, Targets


@dataclass(frozen=True, eq=False)
class Analysis:
    """All that is known about one recipe on one target.

    `diagnostics` are ordered by place, then by rule. The bundle is made when it is asked for: an
    editor wants the findings of every letter that is typed, and hardly ever a bundle.
    """

    facts: Facts
    diagnostics: tuple[Diagnostic, ...]

    @property
    def plan(self) -> Plan:
        return self.facts.plan

    @cached_property
    def runnable(self) -> bool:
        """Whether Megatron may be given the arguments: a whole pattern, and no error."""
        return self.plan.hybrid_layer_pattern is not None and not any(
            diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics
        )

    @cached_property
    def bundle(self) -> Bundle:
        facts, target = self.facts, self.facts.target
        return finish(
            facts.draft,
            target=target.name if target else None,
            entry_script=target.catalog.entry_script if target else None,
            runnable=self.runnable,
            custom_notes=custom_notes(facts.recipe, facts.plan, facts.draft, target, self.runnable),
        )

    @property
    def refusal(self) -> Refusal | None:
        """Why the recipe is not runnable; None if it is."""
        if self.runnable:
            return None
        errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)
        return Refusal(self.plan.withheld, errors)


def analyze(
    document: LoadedDocument,
    load: Loader,
    *,
    target: str | None = None,
    fallback: str | None = None,
    strict_defaults: bool = False,
    targets: Targets = KNOWN,
    rules: Sequence[Rule] = RULES,
) -> Analysis:
    """Read, translate and check one recipe.

    `target` overrides the recipe's own; `fallback` is the target of a recipe that names none.
    `targets` are those that a name can stand for.
    `strict_defaults` makes every value that the recipe leaves to the release an error. `load` finds
    the recipes it extends.
    """
    inherited = inherit(document, load)
    origins = Origins(inherited.root, document.tree.source)
    reading = validate(origins)
    recipe = reading.recipe
    choice = _choose(recipe, target, fallback, targets)
    pattern = _pattern(recipe, origins)
    plan = translate(recipe, pattern, origins, choice.target, targets)
    draft = emit(recipe, origins, plan)
    facts = Facts(
        inherited, origins, reading, pattern, choice, targets, plan, draft, strict_defaults
    )
    diagnostics = tuple(
        sorted((d for rule in rules for d in rule.run(facts)), key=lambda d: d.sort_key)
    )
    return Analysis(facts, diagnostics)


def _choose(
    recipe: Recipe, override: str | None, fallback: str | None, targets: Targets
) -> TargetChoice:
    name = override or recipe.target or fallback
    if name is None:
        return TargetChoice(None, None, None, TargetSource.RECIPE)
    found = targets.find(name)
    if override is not None:
        source = TargetSource.CALLER
    else:
        source = TargetSource.RECIPE if recipe.target is not None else TargetSource.SETTINGS
    if isinstance(found, UnknownTarget):
        return TargetChoice(name, None, found, source)
    return TargetChoice(name, found, None, source)


def _pattern(recipe: Recipe, origins: Origins) -> AuthoredPattern | None:
    scalar = origins.scalar(("pattern",))
    if recipe.pattern is None or scalar is None:
        return None
    return read_pattern(scalar)
