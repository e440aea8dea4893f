"""The command `nam56r`: its arguments, its subcommands, and how it ends.

Exit codes: 0 done, without an error in what was checked; 1 errors, not runnable or stale; 2 a
mistake in the use, a file that cannot be used, or an error of the program itself. Standard output
is data, standard error is talk. Every subcommand is loaded only when it runs, so that `--help`
needs nothing but this. Must not know what a subcommand does.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from nam56r_server.cli.terminal_text import for_terminal
from nam56r_server.errors import CommandError, InternalError, UsageError
from nam56r_server.version import version

COMMANDS: tuple[tuple[str, str], ...] = (
    ("check", "report what is wrong with recipes, with the place and the reason"),
    ("compare", "show what differs between two recipes, or between two targets of one"),
    ("completion", "print a script that completes commands in bash, zsh or fish"),
    ("explain", "say what a rule, a word, a recipe key, a flag or a symbol is"),
    ("export", "write the plan, the arguments and the launch script of recipes"),
    ("init", "write a recipe to start from"),
    ("plan", "show every layer of a recipe, what it becomes, and why"),
    ("schema", "print the JSON Schema of a recipe, or of a document that a command writes"),
    ("targets", "list the known Megatron-LM releases, show one, compare two"),
    ("server", "serve an editor by the Language Server Protocol"),
)
"""Every subcommand: a folder of `nam56r_server.cli`. Its `args.py` has `DESCRIPTION`,
`add_arguments` and `run`, and is light; its `run.py` does the work."""

TROUBLE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

_COLLECT_AFTER = (20_000, 20, 20)
"""The thresholds of the garbage collector. Those of Python (700, 10, 10) make `check` of many
recipes about 10 % slower."""


class _Parser(argparse.ArgumentParser):
    """A parser that its options know, so that a mistake is told by the one whose words they are."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.set_defaults(parser=self)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        number = version() or "(not installed: running from a source tree)"
        sys.stdout.write(f"nam56r {number}\n")
        parser.exit()


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole command line; loads the light part of every subcommand, or of the `only` one that
    is asked for: an editor waits for the server to say hello."""
    parser = _Parser(
        prog="nam56r",
        description="Translate hybrid-model recipes to Megatron-LM: the plan, the arguments and "
        "honest notes on what no release builds.",
        epilog="Exit codes: 0 done, 1 errors were found or something is not runnable or stale, 2 a "
        "mistake in the use or a file that cannot be used. `nam56r COMMAND --help` says more.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, summary in COMMANDS:
        if only not in (None, name):
            commands.add_parser(name, help=summary)
            continue
        module = import_module(f"nam56r_server.cli.{name}.args")
        subparser = commands.add_parser(
            name,
            help=summary,
            description=module.DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(subparser)
        subparser.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    gc.set_threshold(*_COLLECT_AFTER)
    # Plugins of pydantic are code from outside, and none of that is run.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.stderr is None:  # closed by the caller (`2>&-`): nobody wants to hear it
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stdout is None:  # closed by the caller (`>&-`): what is asked for cannot be given
        sys.stderr.write(
            "nam56r: error: standard output is closed; open it, or send it to a file\n"
        )
        return TROUBLE
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader (such as `head`) has left. What is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(argv: Sequence[str] | None) -> int:
    try:
        options = _parsed(build_parser(_command_in(argv)), argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else TROUBLE
    options.argv = list(sys.argv[1:] if argv is None else argv)
    try:
        code: int = options.run(options)
        return code
    except UsageError as problem:
        _tell(f"error: {problem}", f"`nam56r {options.command} --help` lists what it takes")
    except CommandError as problem:
        _tell(*(f"error: {line}" for line in str(problem).splitlines()))
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except OSError as problem:
        _tell(f"error: {_os_error(problem)}")
    except Exception as problem:
        if os.environ.get("NAM56R_TRACEBACK") == "1":
            traceback.print_exc()
        what = "" if isinstance(problem, InternalError) else f"{type(problem).__name__}: "
        _tell(
            f"internal error: {what}{problem}",
            "this is a bug in nam56r; please report it with the recipe and the traceback that "
            "NAM56R_TRACEBACK=1 shows",
        )
    return TROUBLE


def _command_in(argv: Sequence[str] | None) -> str | None:
    """The subcommand that is asked for: no option before it takes a value."""
    words = sys.argv[1:] if argv is None else argv
    first = next((word for word in words if not word.startswith("-")), None)
    return first if first in dict(COMMANDS) else None


def _parsed(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """The options; words that are none go to a subcommand that has a place for them (`rest`)."""
    words = sys.argv[1:] if argv is None else argv
    if words and not words[0].startswith("-") and words[0] not in dict(COMMANDS):
        _refuse(parser, f"there is no command {words[0]!r}", words[0], dict(COMMANDS))
    options, rest = parser.parse_known_args(argv)
    if options.command is None and not rest:
        parser.print_help(sys.stderr)
        parser.exit(TROUBLE, "nam56r: error: name a command\n")
    if rest and not hasattr(options, "rest"):
        _refuse_rest(options.parser, rest)
    options.rest = rest
    return options


def _refuse_rest(parser: argparse.ArgumentParser, rest: Sequence[str]) -> NoReturn:
    """Words that nobody asked for: an option that does not exist, or values too many."""
    option = next((word.partition("=")[0] for word in rest if word.startswith("-")), None)
    if option is None:
        parser.error(f"too many arguments: {' '.join(rest)}")
    names = [name for action in parser._actions for name in action.option_strings]
    if option in names:
        parser.error(f"{option} stands behind the command: `{parser.prog} {option}`")
    _refuse(parser, f"there is no option {option!r}", option, names)


def _refuse(
    parser: argparse.ArgumentParser, what: str, word: str, known: Iterable[str]
) -> NoReturn:
    from nam56r_core.spelling import nearest

    near = nearest(word, known, 1)
    parser.error(f"{what}; did you mean {near[0]!r}?" if near else f"{what}; see --help")


def _os_error(problem: OSError) -> str:
    name = f"{problem.filename}: " if problem.filename else ""
    return f"{name}{problem.strerror or problem}"


def _tell(*lines: str) -> None:
    for line in lines:
        sys.stderr.write(for_terminal(f"nam56r: {' '.join(line.split())}\n"))


if __name__ == "__main__":
    sys.exit(main())
