"""The arguments of `nam56r init`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse

from nam56r_core._resources import bundled_names
from nam56r_server.cli.arguments import checked_target
from nam56r_server.errors import UsageError

FILE = "recipe.nam56r.yaml"

DESCRIPTION = """\
Write a recipe to start from: small, commented, complete, and without a finding on its target.

native: attention, experts (from core_v0.16.1 on) and Megatron's own Mamba-2; needs no code.
custom: an authored Mamba-3 and a recurrent tail, with the seams through which your code runs them.
nam56r: the NAM56R model, with every seam declared.

The name of the file decides the language: YAML, TOML, or JSON, which has no comments. A file that
is there already is kept. Exit code 0: written; 2: a mistake in the use, or a file that cannot be
written."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        default=FILE,
        help=f"the recipe to write; its name ends in .nam56r.yaml, .yml, .toml or .json ({FILE} "
        "without it)",
    )
    parser.add_argument(
        "--template",
        choices=bundled_names("templates", suffix=".yaml"),
        default="native",
        help="what to start from, see above (native without it)",
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        help="a Megatron-LM release, such as core_v0.18.2 (the newest known release without it)",
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    parser.add_argument(
        "--stdout", action="store_true", help="write nothing; print the recipe to standard output"
    )


def run(options: argparse.Namespace) -> int:
    if options.stdout and options.force:
        raise UsageError("--stdout writes no file, so there is none to replace; drop --force")
    target = checked_target(options.target)
    from nam56r_server.cli.init.run import start

    return start(options, target)
