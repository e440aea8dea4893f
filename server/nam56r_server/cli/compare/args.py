"""The arguments of `nam56r compare`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse

from nam56r_server.cli.arguments import (
    add_console,
    add_picture,
    add_settings,
    add_stdin_filename,
    checked_target,
    checked_theme,
)
from nam56r_server.errors import UsageError

DESCRIPTION = """\
Show what changes from one recipe to another, or for one recipe from one release to another: layers,
seams, arguments, withheld settings, findings and notes.

  nam56r compare OLD NEW                        two recipes, each on its own target
  nam56r compare OLD NEW --target T             two recipes on one target
  nam56r compare RECIPE --target T              its own target, then T
  nam56r compare RECIPE --target T --target U   T, then U

Exit code 0 whether something differs or not; 2: a mistake in the use, or a file that cannot be
used."""

FORMATS = ("text", "json", "svg")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "recipes",
        nargs="+",
        metavar="RECIPE",
        help="one or two recipe files; `-` reads one of them from standard input",
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        action="append",
        default=[],
        help="a Megatron-LM release (such as core_v0.19.0); may be given twice for one recipe",
    )
    add_stdin_filename(parser)
    parser.add_argument(
        "--output-format",
        choices=FORMATS,
        default="text",
        help="form of the output; text: for people (the default); json: the comparison as a "
        "document; svg: a picture",
    )
    add_picture(parser)
    add_settings(parser)
    add_console(parser)


def run(options: argparse.Namespace) -> int:
    targets = [checked_target(name) for name in options.target]
    checked_theme(options)
    old, new = _sides(len(options.recipes), targets)
    from nam56r_server.cli.compare.run import compare

    return compare(options, old, new)


def _sides(recipes: int, targets: list[str | None]) -> tuple[str | None, str | None]:
    """The targets of the old and the new side, None for the recipe's own."""
    if recipes > 2:
        raise UsageError(f"two recipes are compared, not {recipes}; name one or two")
    if recipes == 2 and len(targets) > 1:
        raise UsageError(
            "two recipes are compared on their own targets, or on one --target; to see one recipe "
            "on two targets, name one recipe"
        )
    if recipes == 1 and not targets:
        raise UsageError("one recipe is the same as itself; name a second one, or a --target")
    match targets:
        case []:
            return None, None
        case [target]:
            return (target if recipes == 2 else None), target
        case [old, new]:
            return old, new
        case _:
            raise UsageError(f"two targets are compared, not {len(targets)}; give --target twice")
