"""A recipe at one moment: analysed, with the findings that its settings show.

The command line and the language server both take it from here, so they report the same. Must not
know where a document comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.filtering import Filtered, RuleChoice, filter_diagnostics
from nam56r_core.recipe.extends import LoadedDocument, Loader
from nam56r_core.rules import unused_suppression
from nam56r_core.settings import Effective


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One analysed recipe; `rules` are those whose findings are shown."""

    analysis: Analysis
    rules: RuleChoice

    @cached_property
    def filtered(self) -> Filtered:
        """The findings after settings and suppressions."""
        return filter_diagnostics(
            self.analysis.diagnostics, self.analysis.facts.inherited.trees, self.rules
        )


def snapshot(
    document: LoadedDocument, load: Loader, chosen: Effective, target: str | None = None
) -> Snapshot:
    """Analyse a document by its settings; `target` is used instead of the recipe's own."""
    analysis = analyze(
        document,
        load,
        target=target,
        fallback=chosen.target,
        strict_defaults=chosen.strict_defaults,
    )
    facts, rules = analysis.facts, chosen.rules
    if not facts.choice.from_recipe and facts.recipe.target is not None:
        # On another target than its own, a recipe may not need what it accepts.
        rules = replace(rules, enabled=rules.enabled - {unused_suppression.RULE.name})
    return Snapshot(analysis, rules)
