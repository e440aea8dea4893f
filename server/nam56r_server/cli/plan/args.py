"""The arguments of `nam56r plan`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse

from nam56r_server.cli.arguments import (
    add_console,
    add_picture,
    add_settings,
    add_stdin_filename,
    add_target,
    checked_target,
    checked_theme,
)

DESCRIPTION = """\
Show every layer of a recipe, what it becomes on the target, and why; then the seams and what would
resolve each.

Layer indices and family ranks count from 0, layer numbers from 1, as Megatron does. Exit code 0:
the recipe is runnable; 1: it is not; 2: a mistake in the use or a file that cannot be used."""


FORMATS = ("table", "strip", "svg", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "recipe", metavar="RECIPE", help="a recipe file; `-` reads it from standard input"
    )
    add_target(parser)
    add_stdin_filename(parser)
    parser.add_argument(
        "--output-format",
        choices=FORMATS,
        default="table",
        help="form of the output; table: a row per layer with the reason (the default); "
        "strip: the stack as a small picture of text; svg: a picture; "
        "json: the plan document that `export` writes",
    )
    add_picture(parser)
    add_settings(parser)
    add_console(parser)


def run(options: argparse.Namespace) -> int:
    target = checked_target(options.target)
    checked_theme(options)
    from nam56r_server.cli.plan.run import show_plan

    return show_plan(options, target)
