"""The arguments of `nam56r completion`. Loaded for `--help`; `run.py` is loaded when it runs."""

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
    from nam56r_server.cli.completion.run import print_script

    return print_script(options.shell)
