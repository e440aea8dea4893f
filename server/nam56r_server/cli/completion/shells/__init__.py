"""Completion scripts: the command line as data, and one writer per shell.

Must not know any subcommand: all is read off the parser.
"""

from __future__ import annotations

from collections.abc import Callable

from nam56r_server.cli.completion.shells import bash, fish, zsh
from nam56r_server.cli.completion.shells.tree import Command

SCRIPTS: dict[str, Callable[[Command], str]] = {
    "bash": bash.script,
    "zsh": zsh.script,
    "fish": fish.script,
}
