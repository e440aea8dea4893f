"""The work of `nam56r check`: read, perhaps fix, filter, and show in the chosen format."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.plural import counted
from nam56r_server.cli.check.examined import Examined, Sources, examined, key_of, relocated
from nam56r_server.cli.console import Console, Style
from nam56r_server.cli.delivery import Delivery
from nam56r_server.cli.output.formats import output_format
from nam56r_server.cli.output.formats.base import count_by_severity
from nam56r_server.cli.output.report import (
    Folders,
    Report,
    ResolvedFix,
    SuppressedFinding,
)
from nam56r_server.cli.recipes import STDIN, Reading, Unanalysed, nothing_to_do
from nam56r_server.cli.severities import failing_severities
from nam56r_server.project import ProjectFile, common_root
from nam56r_server.version import version


def check(options: argparse.Namespace, target: str | None) -> int:
    """Show the findings of all recipes; a finding in a base that several extend is shown once."""
    if options.fix and STDIN in options.paths:
        from nam56r_server.cli.check.fixes import print_fixed

        return print_fixed(options, target)
    console = Console(color=options.color, quiet=options.quiet)
    delivery = Delivery(options, console)
    reading = Reading(options, target, console)
    selected = reading.select(options.paths)
    named = [file for file in selected if file is not None]
    delivery.keep_apart(named)
    readable: Sequence[ProjectFile | None] = selected
    if options.fix:
        from nam56r_server.cli.check.fixes import write_fixes

        readable = write_fixes(reading, named, console, unsafe=options.unsafe_fixes)
    found = _Found()
    with_fixes = options.statistics or output_format(options.output_format).shows_fixes
    for recipe in reading.all(readable, partial(examined, with_fixes=with_fixes)):
        if isinstance(recipe, Unanalysed):
            found.take_unanalysed(recipe)
            continue
        delivery.keep_apart(recipe.documents)
        found.take(recipe)
        if recipe.untried:
            console.talk(
                f"{recipe.name}: the fixes of {counted(recipe.untried, 'finding')} are not shown, "
                "because the file is large and has many\n"
            )
    failing = failing_severities(options)
    report = found.report(delivery.style, failing, complete=not (reading.failed or reading.broken))
    _show(report, options, delivery)
    console.talk(found.summary(len(selected), reading))
    incomplete = reading.failed or reading.broken or reading.unwritten
    if incomplete or not (selected or reading.excluded):
        return 2  # nothing was looked at: a wrong folder must not pass for a clean one
    failed = any(diagnostic.severity in failing for diagnostic in report.findings)
    return 1 if failed and not options.exit_zero else 0


def _show(report: Report, options: argparse.Namespace, delivery: Delivery) -> None:
    chosen = output_format(options.output_format)
    if options.statistics:
        from nam56r_server.cli.output.statistics import statistics, statistics_json

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
        self.afflicted = 0
        self.stopped = 0
        """Recipes that are not runnable, for errors that are not shown as such."""
        self._sources = Sources()
        self._fixes: dict[int, tuple[ResolvedFix, ...]] = {}

    def take(self, recipe: Examined) -> None:
        self.names.append(recipe.name)
        self.afflicted += bool(recipe.found)
        self.stopped += recipe.refused
        for found in recipe.found:
            key = found.key
            if key not in self.findings:
                told = relocated(found.shown, self._sources)
                self.findings[key] = told
                if found.fixes:
                    self._fixes[id(told)] = tuple(
                        replace(resolved, source=self._sources(resolved.source))
                        for resolved in found.fixes
                    )
        for item in recipe.suppressed:
            accepted = replace(item, diagnostic=relocated(item.diagnostic, self._sources))
            self.suppressed.setdefault(key_of(item.diagnostic), accepted)

    def take_unanalysed(self, recipe: Unanalysed) -> None:
        self.names.append(recipe.name)
        self.afflicted += 1
        self.findings[key_of(recipe.finding)] = recipe.finding

    def report(self, style: Style, failing: frozenset[Severity], *, complete: bool) -> Report:
        here = Path.cwd()
        return Report(
            findings=tuple(self.findings.values()),
            files=tuple(self.names),
            suppressed=tuple(self.suppressed.values()),
            fixes=lambda diagnostic: self._fixes.get(id(diagnostic), ()),
            folders=Folders(here, common_root(here, [here / name for name in self.names])),
            version=version,
            style=style,
            failing=failing,
            complete=complete,
        )

    def summary(self, recipes: int, reading: Reading) -> str:
        if not recipes:
            return nothing_to_do(reading.excluded)
        failed = reading.failed
        diagnostics = list(self.findings.values())
        rest = f"; {counted(failed, 'recipe')} could not be read" if failed else ""
        if reading.broken:
            rest += f"; nam56r itself failed on {counted(reading.broken, 'recipe')}"
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
