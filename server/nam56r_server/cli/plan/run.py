"""The work of `nam56r plan`."""

from __future__ import annotations

import argparse

from nam56r_core.export.formats import json
from nam56r_core.picture.plan_picture import plan_picture
from nam56r_server.cli.console import Console
from nam56r_server.cli.delivery import Delivery
from nam56r_server.cli.output.formats.base import count_by_severity
from nam56r_server.cli.output.plan_strip import plan_strip
from nam56r_server.cli.output.plan_table import plan_table
from nam56r_server.cli.recipes import Reading
from nam56r_server.exports import export_of
from nam56r_server.project import shown


def show_plan(options: argparse.Namespace, target: str | None) -> int:
    """One recipe's plan in the chosen format."""
    console = Console(color=options.color, quiet=options.quiet)
    delivery = Delivery(options, console)
    recipe = Reading(options, target, console).only(options.recipe, "a plan")
    delivery.keep_apart([recipe.file])
    analysis, name = recipe.analysis, shown(recipe.file.path)
    match options.output_format:
        case "svg":
            delivery.data(plan_picture(analysis, options.theme or "auto"))
        case "json":
            delivery.data(json.render_plan(export_of(analysis)))
        case "strip":
            delivery.text(plan_strip(analysis, name, delivery.style, delivery.width))
        case _:
            delivery.text(plan_table(analysis, name, delivery.style, delivery.width))
    if recipe.findings:
        asked = f" --target {target}" if target else ""
        console.talk(
            f"{count_by_severity(recipe.findings)}: run `nam56r check{asked} {name}` to see them\n"
        )
    return 0 if analysis.runnable else 1
