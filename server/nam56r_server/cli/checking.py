"""The work of `nam56r check`: read, perhaps fix, screen, and show in the chosen format."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nam56r_core.diagnostics import Diagnostic, Location, RelatedInformation, Severity
from nam56r_core.fixing import BUDGET
from nam56r_core.syntax.edit import edits_of
from nam56r_core.words import counted
from nam56r_server.cli.console import Console, Style
from nam56r_server.cli.delivery import Delivery
from nam56r_server.cli.fixing import failing_severities, print_fixed, write_fixes
from nam56r_server.cli.output.formats import FORMATS
from nam56r_server.cli.output.formats.base import count_by_severity
from nam56r_server.cli.output.report import (
    Folders,
    Report,
    ResolvedFix,
    SuppressedFinding,
)
from nam56r_server.cli.output.statistics import statistics, statistics_json
from nam56r_server.cli.recipes import STDIN, Analysed, Reading, nothing_to_do
from nam56r_server.project import ProjectFile, common_root
from nam56r_server.version import version


def check(options: argparse.Namespace, target: str | None) -> int:
    """Show the findings of all recipes; a finding in a base that several extend is shown once."""
    if options.fix and STDIN in options.paths:
        return print_fixed(options, target)
    console = Console(color=options.color, quiet=options.quiet)
    delivery = Delivery(options, console)
    reading = Reading(options, target, console)
    selected = reading.select(options.paths)
    named = [file for file in selected if file is not None]
    delivery.keep_apart(named)
    readable: Sequence[ProjectFile | None] = selected
    if options.fix:
        readable = write_fixes(reading, named, console, unsafe=options.unsafe_fixes)
    found = _Found()
    for recipe in reading.all(readable):
        delivery.keep_apart(recipe.documents)
        found.take(recipe)
    failing = failing_severities(options)
    report = found.report(delivery.style, failing, complete=not reading.failed)
    _show(report, options, delivery)
    console.talk(found.summary(len(selected), reading))
    if reading.failed or reading.unwritten or not (selected or reading.excluded):
        return 2  # nothing was looked at: a wrong folder must not pass for a clean one
    failed = any(diagnostic.severity in failing for diagnostic in report.findings)
    return 1 if failed and not options.exit_zero else 0


def _show(report: Report, options: argparse.Namespace, delivery: Delivery) -> None:
    chosen = FORMATS[options.output_format]
    if options.statistics:
        text = statistics_json(report) if chosen.name == "json" else statistics(report)
    else:
        text = chosen.render(report)
    if chosen.for_people:
        delivery.text(text)
    else:
        delivery.data(text)


class _Found:
    """The findings of all recipes, each once."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.findings: dict[object, Diagnostic] = {}
        self.suppressed: dict[object, SuppressedFinding] = {}
        self.recipes: dict[object, Analysed] = {}
        self.afflicted = 0
        self.stopped = 0
        """Recipes that are not runnable, for errors that are not shown as such."""
        self.tried = 0

    def take(self, recipe: Analysed) -> None:
        self.names.append(recipe.name)
        self.afflicted += bool(recipe.findings)
        says_error = any(finding.severity is Severity.ERROR for finding in recipe.findings)
        self.stopped += not (recipe.analysis.runnable or says_error)
        for diagnostic in recipe.findings:
            key = _key(diagnostic)
            if key not in self.findings:
                told = _with_recipe(diagnostic, recipe)
                self.findings[key] = told
                self.recipes[_key(told)] = recipe
        for item in recipe.screened.suppressed:
            accepted = SuppressedFinding(item.diagnostic, item.suppression.reason)
            self.suppressed.setdefault(_key(item.diagnostic), accepted)

    def report(self, style: Style, failing: frozenset[Severity], *, complete: bool) -> Report:
        here = Path.cwd()
        return Report(
            findings=tuple(self.findings.values()),
            files=tuple(self.names),
            suppressed=tuple(self.suppressed.values()),
            fixes=self._fixes,
            folders=Folders(here, common_root(here, [here / name for name in self.names])),
            version=version(),
            style=style,
            failing=failing,
            complete=complete,
        )

    def _fixes(self, diagnostic: Diagnostic) -> Sequence[ResolvedFix]:
        """Those fixes of a finding that can be made in the recipe that it was found in. Each is
        tried on the whole text, so a huge file with thousands of findings is shown without."""
        tree = self.recipes[_key(diagnostic)].tree
        self.tried += len(tree.source.data) * len(diagnostic.fixes)
        if self.tried > BUDGET:
            return []
        resolved = ((fix, edits_of(tree, fix.changes)) for fix in diagnostic.fixes)
        return [ResolvedFix(fix, tree.source, edits) for fix, edits in resolved if edits]

    def summary(self, recipes: int, reading: Reading) -> str:
        if not recipes:
            return nothing_to_do(reading.excluded)
        failed = reading.failed
        diagnostics = list(self.findings.values())
        rest = f"; {counted(failed, 'recipe')} could not be read" if failed else ""
        if reading.unwritten:
            rest += f"; {counted(reading.unwritten, 'recipe')} could not be written"
        if self.stopped:
            rest += (
                f"; {counted(self.stopped, 'recipe')} NOT RUNNABLE: the errors are accepted by "
                "comments, or left out or shown as less by settings"
            )
        if diagnostics:
            many = counted(self.afflicted, "recipe")
            return f"Found {count_by_severity(diagnostics)} in {many}{rest}\n"
        if rest:
            return f"No findings in {counted(recipes - failed, 'recipe')}{rest}\n"
        return f"All good: {counted(recipes, 'recipe')}\n"


def _with_recipe(diagnostic: Diagnostic, recipe: Analysed) -> Diagnostic:
    """A finding in a base says which recipe has it, as the base alone may have none, and where the
    fixes of the base are, which are not made from here."""
    extends = recipe.analysis.facts.origins.entry(("extends",))
    own = recipe.tree.source
    if diagnostic.location.source.name == own.name or extends is None:
        return diagnostic
    where = Location(own, extends.value.range)
    base = diagnostic.location.source.name
    step = f"`nam56r check {base}` tells what can be fixed there"
    words = f"found in this recipe, which extends it; {step}"
    note = RelatedInformation(where, words)
    return replace(diagnostic, related=(*diagnostic.related, note))


def _key(diagnostic: Diagnostic) -> object:
    """Equal for what reads the same: the same words about the same places."""
    places = [diagnostic.location, *(related.location for related in diagnostic.related)]
    return (
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        tuple((place.source.name, place.range) for place in places),
        tuple(related.message for related in diagnostic.related),
    )
