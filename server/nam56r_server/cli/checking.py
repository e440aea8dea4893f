"""The work of `nam56r check`."""

from __future__ import annotations

import argparse

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_server.cli.console import Console
from nam56r_server.cli.output import findings
from nam56r_server.cli.recipes import Reading, selected


def check(options: argparse.Namespace, target: str | None) -> int:
    """Show the findings of all recipes; a finding in a base that several extend is shown once."""
    console = Console(color=options.color, quiet=options.quiet)
    places = selected(options, options.paths)
    reading = Reading(options, target, console)
    found: dict[object, Diagnostic] = {}
    afflicted = 0
    for recipe in reading.all(places):
        afflicted += bool(recipe.findings)
        new = [d for d in recipe.findings if _key(d) not in found]
        found.update((_key(diagnostic), diagnostic) for diagnostic in new)
        if new and options.output_format != "json":
            console.progress_ends()
            concise = options.output_format == "concise"
            console.out(findings.concise(new) if concise else findings.full(new, console.out_style))
    diagnostics = list(found.values())
    if options.output_format == "json":
        console.data(findings.as_json(diagnostics))
    console.talk(_summary(diagnostics, len(places), reading.failed, afflicted))
    if reading.failed or not places:
        return 2  # nothing was looked at: a wrong folder must not pass for a clean one
    return 1 if any(d.severity is Severity.ERROR for d in diagnostics) else 0


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


def _summary(diagnostics: list[Diagnostic], recipes: int, failed: int, afflicted: int) -> str:
    if not recipes:
        return "No recipes found: their names end in .nam56r.yaml, .yml, .toml or .json\n"
    unread = f"; {counted(failed, 'recipe')} could not be read" if failed else ""
    if diagnostics:
        return f"Found {findings.counted(diagnostics)} in {counted(afflicted, 'recipe')}{unread}\n"
    if failed:
        return f"No findings in {counted(recipes - failed, 'recipe')}{unread}\n"
    return f"All good: {counted(recipes, 'recipe')}\n"


def counted(number: int, noun: str) -> str:
    """`1 recipe`, `2 recipes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
