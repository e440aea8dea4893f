"""`nam56r completion`: what a shell needs to complete the command line.

Loaded for `--help`; what it needs to run is imported when it runs.
"""

from __future__ import annotations

import argparse

DESCRIPTION = """\
Print a script that lets a shell complete subcommands, options, releases, rules and recipe files.

bash: source <(nam56r completion bash)        in ~/.bashrc
zsh:  source <(nam56r completion zsh)         in ~/.zshrc, below compinit
fish: nam56r completion fish | source         in ~/.config/fish/config.fish"""

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shell", metavar="SHELL", choices=SHELLS, help="the shell: bash (4 or later), zsh or fish"
    )


def run(options: argparse.Namespace) -> int:
    from nam56r_server.__main__ import build_parser
    from nam56r_server.cli.console import Console
    from nam56r_server.cli.shells import SCRIPTS
    from nam56r_server.cli.shells.tree import command_of

    Console().data(SCRIPTS[options.shell](command_of(build_parser())))
    return 0
