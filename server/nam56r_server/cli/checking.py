"""The work of `nam56r check`: read, perhaps fix, screen, and show in the chosen format."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.fixing import best_fix
from nam56r_server.cli.console import Console, Style
from nam56r_server.cli.counting import counted, nothing_to_do
from nam56r_server.cli.fixing import print_fixed, write_fixes
from nam56r_server.cli.output.formats import FORMATS
from nam56r_server.cli.output.formats.base import count_by_severity
from nam56r_server.cli.output.report import Report
from nam56r_server.cli.output.statistics import statistics, statistics_json
from nam56r_server.cli.recipes import Analysed, Reading
from nam56r_server.project import Output, write_outputs


def check(options: argparse.Namespace, target: str | None) -> int:
    """Show the findings of all recipes; a finding in a base that several extend is shown once."""
    console = Console(color=options.color, quiet=options.quiet)
    reading = Reading(options, target, console)
    places = reading.select(options.paths)
    if options.fix and None in places:
        return print_fixed(reading, console, unsafe=options.unsafe_fixes)
    if options.fix:
        named = [place for place in places if place is not None]
        write_fixes(reading, named, console, unsafe=options.unsafe_fixes)
    found = _Findings()
    for recipe in reading.all(places):
        found.take(recipe)
    return 0
