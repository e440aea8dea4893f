"""The work of `nam56r completion`."""

from __future__ import annotations

from nam56r_server.__main__ import build_parser
from nam56r_server.cli.completion.shells import SCRIPTS
from nam56r_server.cli.completion.shells.tree import command_of
from nam56r_server.cli.console import Console


def print_script(shell: str) -> int:
    Console().data(SCRIPTS[shell](command_of(build_parser())))
    return 0
