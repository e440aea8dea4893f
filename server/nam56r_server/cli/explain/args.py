"""The arguments of `nam56r explain`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from nam56r_server.cli.arguments import add_console, checked_target
from nam56r_server.errors import UsageError

KINDS = ("rule", "term", "key", "flag", "symbol")

DESCRIPTION = """\
Explain names: a rule (missing-target), a word of the glossary (carrier), a letter (A), a recipe key
(E.num_experts, or num_experts), a Megatron-LM flag (--num-experts, or num-experts), a symbol of its
patterns ('*'; shells want quotes around some).

A name that stands for several things is explained as each of them. Exit code 0: every name was
explained; 2: a name stands for nothing, or a mistake in the use."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to explain")
    # A Megatron flag looks like an option of ours; what is none is taken for a name.
    parser.set_defaults(rest=())
    parser.add_argument(
        "--all",
        action="store_true",
        help="explain everything; of the flags, which are many, only with --kind flag",
    )
    parser.add_argument(
        "--kind", choices=KINDS, action="append", help="only things of this kind (may be repeated)"
    )
    parser.add_argument(
        "--target",
        metavar="TARGET",
        help="show flags and symbols as this Megatron-LM release has them (such as core_v0.19.0)",
    )
    parser.add_argument(
        "--output-format",
        choices=("text", "markdown", "json"),
        default="text",
        help="for a terminal, as Markdown, or as JSON",
    )
    add_console(parser)


def run(options: argparse.Namespace) -> int:
    target = checked_target(options.target)
    names = as_typed([*options.names, *options.rest], options.argv)
    if options.all == bool(names):
        raise UsageError("say what to explain: names, or --all for everything")
    from nam56r_server.cli.explain.run import explain_names

    return explain_names(options, names, target)


def as_typed(names: Sequence[str], argv: Sequence[str]) -> list[str]:
    """Names in the order of the command line: how argparse deals them out to names and what is
    left over depends on the version of Python."""
    place = {word: at for at, word in reversed([*enumerate(argv)])}
    return sorted(names, key=lambda name: place.get(name, len(argv)))
