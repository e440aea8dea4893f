"""What is left of a recipe after it was checked: its findings as they are shown, and no tree, plan
or bundle. Thousands of recipes fit into memory, and a worker can hand them over.

Must not know any format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from nam56r_core.diagnostics import Diagnostic, Location, RelatedInformation, Severity
from nam56r_core.text import SourceText
from nam56r_server.cli.output.report import ResolvedFix, SuppressedFinding
from nam56r_server.cli.recipes import Analysed
from nam56r_server.project import ProjectFile


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with the fixes that can be made in the recipe that it was found in, and for one in
    a base a note that names this recipe."""

    diagnostic: Diagnostic
    note: RelatedInformation | None
    fixes: tuple[ResolvedFix, ...]

    @property
    def key(self) -> object:
        """Equal for what reads the same: the same words about the same places."""
        return key_of(self.diagnostic)

    @property
    def shown(self) -> Diagnostic:
        if self.note is None:
            return self.diagnostic
        return replace(self.diagnostic, related=(*self.diagnostic.related, self.note))


@dataclass(frozen=True, slots=True)
class Examined:
    """One recipe. `refused`: it is not runnable, for errors that are not shown as such. `untried`
    counts the findings whose fixes were not tried, because the file is large and has many."""

    name: str
    documents: tuple[ProjectFile, ...]
    found: tuple[Found, ...]
    suppressed: tuple[SuppressedFinding, ...]
    refused: bool
    untried: int = 0


def examined(recipe: Analysed, *, with_fixes: bool) -> Examined:
    """What is kept of a recipe; fixes are tried only for a format that shows them."""
    says_error = any(finding.severity is Severity.ERROR for finding in recipe.findings)
    tree = recipe.tree if recipe.findings else None
    fixes = None
    if tree is not None and with_fixes:
        from nam56r_server.cli.check.tried_fixes import TriedFixes  # a clean recipe needs no editor

        fixes = TriedFixes(tree)
    own = _SameSource(tree.source) if tree is not None else None
    found = tuple(
        Found(
            relocated(replace(finding, fixes=()), own) if own else finding,
            _note(finding, recipe),
            fixes.of(finding) if fixes else (),
        )
        for finding in recipe.findings
    )
    return Examined(
        recipe.name,
        recipe.documents,
        found,
        tuple(
            SuppressedFinding(replace(item.diagnostic, fixes=()), item.suppression.reason)
            for item in recipe.filtered.suppressed
        ),
        not (recipe.analysis.runnable or says_error),
        fixes.untried if fixes else 0,
    )


def key_of(diagnostic: Diagnostic) -> object:
    places = [diagnostic.location, *(related.location for related in diagnostic.related)]
    return (
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        tuple((place.source.name, place.range) for place in places),
        tuple(related.message for related in diagnostic.related),
    )


def relocated(diagnostic: Diagnostic, source_for: Callable[[SourceText], SourceText]) -> Diagnostic:
    """The finding with other objects for its documents."""

    def moved(location: Location) -> Location:
        return replace(location, source=source_for(location.source))

    return replace(
        diagnostic,
        location=moved(diagnostic.location),
        related=tuple(
            replace(related, location=moved(related.location)) for related in diagnostic.related
        ),
    )


class Sources:
    """One object for all documents with the same name and text."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], SourceText] = {}

    def __call__(self, source: SourceText) -> SourceText:
        return self._known.setdefault((source.name, source.data), source)


class _SameSource:
    """The recipe's own document as one object, and others as they are."""

    def __init__(self, own: SourceText) -> None:
        self._own = own

    def __call__(self, source: SourceText) -> SourceText:
        return self._own if source.name == self._own.name else source


def _note(diagnostic: Diagnostic, recipe: Analysed) -> RelatedInformation | None:
    """A finding in a base says which recipe has it, as the base alone may have none, and where the
    fixes of the base are, which are not made from here."""
    extends = recipe.analysis.facts.origins.entry(("extends",))
    if diagnostic.location.source.name == recipe.name or extends is None:
        return None
    base = diagnostic.location.source.name
    step = f"`nam56r check {base}` tells what can be fixed there"
    words = f"found in this recipe, which extends it; {step}"
    return RelatedInformation(Location(recipe.tree.source, extends.value.range), words)
