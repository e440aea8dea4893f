"""The arguments of `nam56r export`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse

from nam56r_server.cli.arguments import (
    PATHS_HELP,
    add_console,
    add_settings,
    add_stdin_filename,
    add_target,
    checked_target,
)
from nam56r_server.errors import UsageError

DESCRIPTION = """\
Write what is made of recipes: NAME.plan.json, NAME.bundle.json and NAME.launch.sh for a recipe
NAME.nam56r.yaml, into `exports/` beside it. With --target, the release is part of the file names
(NAME.core_v0.19.0.plan.json).

The files of a recipe are written all or not at all. A recipe that is not runnable is written, too:
marked, without the pattern, and with a launch script that starts nothing. Findings go to standard
error. Exit code 0: everything exported is runnable; 1: something is not; 2: a mistake in the use
or a file that cannot be used.

With --check nothing is written: exit code 0 if the files on the disk are what would be written
(runnable or not), 1 if one is stale or missing, 2 as above. Standard output has a line for each
missing file and the beginning of the diff of each stale one; --full-diff shows all."""

FORMATS = ("json", "tokens", "shell", "launch", "bridge")
"""The names of `nam56r_core.export.formats.FORMATS`, which is too heavy for `--help`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=PATHS_HELP)
    parser.add_argument(
        "-o",
        "--output-dir",
        metavar="DIR",
        help="write into this folder instead of `exports/` beside each recipe",
    )
    add_target(parser)
    add_stdin_filename(parser)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; tell whether the files are current"
    )
    parser.add_argument(
        "--full-diff",
        action="store_true",
        help="with --check: show whole differences, also of missing files",
    )
    parser.add_argument(
        "--stdout",
        action="store_true",
        help="write nothing; print one recipe's export to standard output",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="what --stdout prints; json: one object with `plan` and `bundle` (the default); "
        "tokens: one argument a line; shell: a bash array; launch: the launch script; bridge: "
        "Megatron-Bridge overrides",
    )
    add_settings(parser)
    add_console(parser)


def run(options: argparse.Namespace) -> int:
    target = checked_target(options.target)
    if options.full_diff and not options.check:
        raise UsageError("--full-diff is for --check; add it, or drop this")
    if options.stdout and (options.check or options.output_dir is not None):
        other = "--check" if options.check else "--output-dir"
        raise UsageError(f"--stdout writes no files, so {other} cannot stand beside it; drop one")
    if options.format and not options.stdout:
        raise UsageError(
            f"--format {options.format} says what --stdout prints; add --stdout, or drop --format "
            "to write all files"
        )
    from nam56r_server.cli.export.run import export, print_one

    return print_one(options, target) if options.stdout else export(options, target)
