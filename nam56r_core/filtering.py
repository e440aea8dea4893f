"""From all findings of a recipe to those that are shown: settings and suppressions.

What is shown is a matter of taste and of the moment; what is exported is not. Nothing here makes a
recipe runnable. Must not know where settings were read from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.rules import ALL, META_RULES
from nam56r_core.rules.base import SuppressionUse
from nam56r_core.suppressions import (
    ActiveSuppression,
    ActiveSuppressions,
    SuppressedName,
    Suppression,
    suppressions_in,
)
from nam56r_core.syntax.language import SyntaxTree

EVERY_RULE = frozenset(rule.name for rule in ALL)


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """Which rules report, and how severely: `severity` only holds what differs from the rule's
    own."""

    enabled: frozenset[str] = EVERY_RULE
    severity: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a comment accepts."""

    diagnostic: Diagnostic
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Filtered:
    """The findings to show and those that comments accept, both ordered by place, then rule."""

    shown: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...]


def filter_diagnostics(
    diagnostics: Sequence[Diagnostic],
    trees: Sequence[SyntaxTree],
    choice: RuleChoice | None = None,
) -> Filtered:
    """`trees` are the documents of the recipe, its own first: each speaks for its own findings."""
    choice = choice or RuleChoice()
    enabled = [d for d in diagnostics if d.code in choice.enabled]
    own = suppressions_in(trees[0])
    active = ActiveSuppressions([*own, *(s for tree in trees[1:] for s in suppressions_in(tree))])
    shown, suppressed, used = _divided(enabled, active)
    about_suppressions = [
        diagnostic
        for rule in META_RULES
        if rule.name in choice.enabled
        for diagnostic in rule.run(SuppressionUse(own, frozenset(used), choice.enabled))
    ]
    left, accepted, _ = _divided(about_suppressions, active)
    return Filtered(
        tuple(
            sorted((_with_severity(d, choice) for d in (*shown, *left)), key=lambda d: d.sort_key)
        ),
        tuple(sorted((*suppressed, *accepted), key=lambda s: s.diagnostic.sort_key)),
    )


def _divided(
    diagnostics: Sequence[Diagnostic], active: ActiveSuppressions
) -> tuple[list[Diagnostic], list[Suppressed], set[SuppressedName]]:
    """What no comment accepts, what one does, and the names that did."""
    shown: list[Diagnostic] = []
    suppressed: list[Suppressed] = []
    used: set[ActiveSuppression] = set()
    for diagnostic in diagnostics:
        accepted = active.of(diagnostic.code, diagnostic.location)
        used.update(accepted)
        if accepted:
            suppressed.append(Suppressed(diagnostic, accepted[0].first))
        else:
            shown.append(diagnostic)
    return shown, suppressed, {name for active in used for name in active.names}


def _with_severity(diagnostic: Diagnostic, choice: RuleChoice) -> Diagnostic:
    severity = choice.severity.get(diagnostic.code)
    return diagnostic if severity is None else replace(diagnostic, severity=severity)
