"""What every feature is given: one recipe as it is in the editor, and all that is known about it.

Must not know any feature.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.analysis import Analysis
from nam56r_core.filtering import Filtered
from nam56r_core.plan.model import Plan
from nam56r_core.rules.base import Facts
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.pattern import AuthoredPattern
from nam56r_core.targets.catalog import Catalog
from nam56r_core.text import SourceText


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One recipe in an editor. All offsets are UTF-8 bytes of `source`."""

    analysis: Analysis
    filtered: Filtered

    @property
    def facts(self) -> Facts:
        return self.analysis.facts

    @property
    def plan(self) -> Plan:
        return self.analysis.plan

    @property
    def catalog(self) -> Catalog | None:
        return self.facts.catalog

    @property
    def tree(self) -> SyntaxTree:
        """The recipe's own document, without its bases."""
        return self.facts.inherited.trees[0]

    @property
    def source(self) -> SourceText:
        return self.tree.source

    @property
    def language(self) -> Language:
        return self.tree.language

    @property
    def own_pattern(self) -> AuthoredPattern | None:
        """The pattern, if it is this document that says it."""
        pattern = self.facts.pattern
        return pattern if pattern and pattern.location.source is self.source else None
