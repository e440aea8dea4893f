"""`nam56r check`: the findings of recipes, with places and reasons.

Loaded for `--help`; what it needs to run is imported when it runs.
"""

from __future__ import annotations

import argparse

from nam56r_server.cli.arguments import (
    PATHS_HELP,
    add_console,
    add_stdin_filename,
    add_target,
    checked_target,
)

DESCRIPTION = """\
Report what is wrong with recipes, with the place and the reason.

Findings go to standard output, the summary to standard error. Exit code 0: no errors (warnings may
be left); 1: errors; 2: a file that cannot be used."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help=PATHS_HELP)
    add_target(parser)
    add_stdin_filename(parser)
    parser.add_argument(
        "--output-format",
        choices=("full", "concise", "json"),
        default="full",
        help="full: with an excerpt of the recipe; concise: `file:line:column: code message`; "
        "json: a list of objects",
    )
    add_console(parser)


def run(options: argparse.Namespace) -> int:
    from nam56r_server.cli.checking import check

    return check(options, checked_target(options.target))
