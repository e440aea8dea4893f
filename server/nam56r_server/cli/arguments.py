"""Arguments that several subcommands share.

Loaded for `--help`: nothing heavy here.
"""

from __future__ import annotations

import argparse

from nam56r_core.picture.style import THEMES
from nam56r_server.errors import UsageError

TARGET_HELP = "a Megatron-LM release (such as core_v0.19.0) instead of the recipe's own target"
PATHS_HELP = (
    "recipes, or directories to search for *.nam56r.yaml, .yml, .toml and .json; "
    "`-` reads one recipe from standard input"
)


def add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", metavar="TARGET", help=TARGET_HELP)


def add_stdin_filename(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stdin-filename",
        metavar="NAME",
        help="the name that a recipe from standard input goes by; it decides the language (YAML "
        "without it) and where `extends` looks",
    )


def add_settings(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--config",
        metavar="FILE",
        help="use these settings (a nam56r.toml or pyproject.toml) for every recipe, instead of "
        "the nearest ones above it",
    )
    which.add_argument("--isolated", action="store_true", help="use no settings at all")


QUIET = "nothing beside what is asked for: no notes, no progress; errors are still told"


def add_console(parser: argparse.ArgumentParser, quiet: str = QUIET) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="colour the output (auto: on a terminal, unless NO_COLOR is set)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help=quiet)


def add_picture(parser: argparse.ArgumentParser) -> None:
    """For a command with `--output-format svg`."""
    parser.add_argument(
        "--theme",
        choices=THEMES,
        help="colours of --output-format svg (auto, the default: as the reader prefers)",
    )
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write into this file instead")


def checked_theme(options: argparse.Namespace) -> None:
    """Raises `UsageError` for a theme of what has no colours."""
    if options.theme is not None and options.output_format != "svg":
        raise UsageError(
            f"--theme {options.theme} is for pictures; add --output-format svg, or drop it"
        )


def checked_target(name: str | None) -> str | None:
    """A target that exists, by its tag; raises `UsageError` before any file is read."""
    if name is None:
        return None
    from nam56r_core.targets.releases import UnknownTarget, find_release

    found = find_release(name)
    if isinstance(found, UnknownTarget):
        near = " or ".join(found.nearest)
        hint = f"did you mean {near}?" if near else "no known release is spelled like it;"
        if found.beyond:
            hint = f"it is {found.beyond}: name that, {near};"
        raise UsageError(f"unknown target {name!r}; {hint} `nam56r targets` lists all")
    return found.tag
