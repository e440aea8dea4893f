"""The arguments of `nam56r server`. Loaded for `--help`; `run.py` is loaded when it runs."""

from __future__ import annotations

import argparse
import sys

from nam56r_server.errors import CommandError

DESCRIPTION = """\
Serve an editor by the Language Server Protocol, on standard input and output.

Editors start it themselves; docs/protocol.md lists what it answers. Exit code 0 after `shutdown`
and `exit`, when standard input ends, or after SIGTERM, SIGHUP or SIGINT; 1 after `exit` alone,
when the editor died, or when the input is not the protocol."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    # Node's clients add this argument to every server they start.
    parser.add_argument("--stdio", action="store_true", help="what is done anyway")
    parser.add_argument(
        "--tcp",
        type=int,
        metavar="PORT",
        help="serve one editor on this port of the machine itself (127.0.0.1), for debugging",
    )
    parser.add_argument(
        "--log-file", metavar="FILE", help="write a log there instead of to standard error"
    )
    parser.add_argument(
        "--log-level",
        choices=("error", "warning", "info", "debug"),
        default="warning",
        help="how much is logged; `debug` holds every message",
    )


def run(options: argparse.Namespace) -> int:
    if options.tcp is None and sys.stdin is None:
        raise CommandError(
            "standard input is closed, and an editor speaks there; open it, or give --tcp PORT"
        )
    from nam56r_server.cli.server.run import serve

    return serve(options)
