"""The work of `nam56r plan`."""

from __future__ import annotations

import argparse

from nam56r_server.cli.console import Console
from nam56r_server.cli.output import findings
from nam56r_server.cli.output.plan_table import plan_table
from nam56r_server.cli.recipes import Reading, selected
from nam56r_server.errors import UsageError


def show_plan(options: argparse.Namespace, target: str | None) -> int:
    """One recipe's plan on standard output."""
    console = Console(color=options.color, quiet=options.quiet)
    places = selected(options, [options.recipe])
    if len(places) != 1:
        raise UsageError(f"{options.recipe} holds {len(places)} recipes, and a plan is of one")
    recipe = Reading(options, target, console).one(places[0])
    analysis = recipe.analysis
    console.out(plan_table(analysis, recipe.name, console.out_style, console.width()))
    if recipe.findings:
        console.talk(
            f"{findings.counted(recipe.findings)}: run `nam56r check {recipe.name}` to see them\n"
        )
    return 0 if analysis.runnable else 1
