"""The arguments of `nam56r targets`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse

from nam56r_server.cli.arguments import checked_target

DESCRIPTION = """\
The known Megatron-LM releases: their layer symbols, how they take a pattern, and their flags, as
read from the releases' own source. Without a word, `list`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    _add_format(parser, "text")
    actions = parser.add_subparsers(dest="action", metavar="list | show | diff")
    listing = actions.add_parser("list", help="every release, one a line", allow_abbrev=False)
    _add_format(listing, argparse.SUPPRESS)
    show = actions.add_parser("show", help="everything about one release", allow_abbrev=False)
    show.add_argument("target", metavar="TARGET", help="a release, such as core_v0.19.0")
    show.add_argument(
        "--flags",
        nargs="?",
        const="",
        metavar="PATTERN",
        help="its flags, too: all of them, or those whose name (without `--`) holds PATTERN; with "
        "`*` or `?`, those whose whole name matches it",
    )
    _add_format(show, argparse.SUPPRESS)
    diff = actions.add_parser("diff", help="what changes between two releases", allow_abbrev=False)
    diff.add_argument("old", metavar="OLD", help="the release to come from")
    diff.add_argument("new", metavar="NEW", help="the release to go to")
    _add_format(diff, argparse.SUPPRESS)


def _add_format(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--output-format", choices=("text", "json"), default=default, help="for people, or as JSON"
    )


def run(options: argparse.Namespace) -> int:
    for name in ("target", "old", "new"):
        if hasattr(options, name):
            setattr(options, name, checked_target(getattr(options, name)))
    from nam56r_server.cli.targets.run import compare, listing, show

    match options.action:
        case "show":
            return show(options)
        case "diff":
            return compare(options)
        case _:
            return listing(options)
