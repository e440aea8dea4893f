"""The arguments of `nam56r check`. Loaded for `--help`; `run.py` is loaded when it runs."""

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
Report what is wrong with recipes: the thing, the place, the reason and the next step.

Findings go to standard output, the summary to standard error. Exit code 0: no errors (warnings may
be left); 1: errors; 2: a mistake in the use, or a file that cannot be used.

Settings and `# nam56r: ignore[RULE]: REASON` comments change what is shown. They never make a
recipe runnable."""

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
"""The modules of `nam56r_server.cli.output.formats`; the first is the default."""

COUNTED = ("full", "concise", "json")
"""The formats that `--statistics` has: text and JSON."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help=PATHS_HELP)
    add_target(parser)
    add_stdin_filename(parser)
    _add_rules(parser.add_argument_group("rules"))
    _add_fixing(parser.add_argument_group("fixing"))
    _add_output(parser.add_argument_group("output"))
    add_console(parser, quiet="no summary and no progress, findings only")


def _add_rules(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--select",
        metavar="RULES",
        action="append",
        help="hear only these rules (names with commas between, or `all`)",
    )
    group.add_argument("--ignore", metavar="RULES", action="append", help="do not hear these rules")
    add_settings(group)
    group.add_argument(
        "--show-settings",
        action="store_true",
        help="check nothing; show which settings hold for each recipe, and from which file",
    )


def _add_fixing(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--fix", action="store_true", help="apply the safe fixes, then report what is left"
    )
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also those that only the author can decide on",
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="write nothing; show what --fix would change, and exit 1 if it would change anything",
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--output-format",
        choices=FORMATS,
        default=FORMATS[0],
        help="form of the findings; full: with an excerpt of the recipe (the default); "
        "concise: `file:line:column: severity[code]: message`; json: a list of objects; "
        "sarif, github, gitlab, junit: for other programs",
    )
    group.add_argument(
        "-o",
        "--output-file",
        metavar="FILE",
        help="write the findings, or the diff, into this file",
    )
    group.add_argument(
        "--statistics",
        action="store_true",
        help="only count the findings of each rule, as text or as JSON",
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="exit 0 whatever is found (2 stays 2)"
    )
    group.add_argument("--error-on-warning", action="store_true", help="exit 1 for warnings, too")


def run(options: argparse.Namespace) -> int:
    target = checked_target(options.target)
    _refuse_what_does_not_go_together(options)
    if options.show_settings:
        from nam56r_server.cli.check.settings import show_settings

        return show_settings(options, target)
    if options.diff:
        from nam56r_server.cli.check.fixes import show_fixes

        return show_fixes(options, target)
    from nam56r_server.cli.check.run import check

    return check(options, target)


def _refuse_what_does_not_go_together(options: argparse.Namespace) -> None:
    """Raises `UsageError` for an option that could only be passed over."""
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes says which fixes to apply; add --fix, or --diff to look")
    given = _given(options)
    if options.show_settings:
        _refuse(given, "--show-settings checks nothing")
    elif options.diff:
        given -= {"-o", "--diff", "--fix"}
        if options.error_on_warning:
            given.add("--error-on-warning")
        _refuse(given, "--diff shows changes instead of findings")
    elif options.fix and "-" in options.paths:
        given.discard("--fix")
        _refuse(
            given,
            "--fix writes a recipe from standard input to standard output, and what is left to "
            "standard error as text",
        )
    if options.statistics and options.output_format not in COUNTED:
        raise UsageError(
            f"--statistics has no form for --output-format {options.output_format}; take json, "
            "full or concise, or drop one"
        )


def _given(options: argparse.Namespace) -> set[str]:
    """Those options that say what becomes of findings, and stand on the command line."""
    given = {
        "--fix": options.fix,
        "--diff": options.diff,
        f"--output-format {options.output_format}": options.output_format != FORMATS[0],
        "-o": options.output_file is not None,
        "--statistics": options.statistics,
    }
    return {name for name, is_there in given.items() if is_there}


def _refuse(given: set[str], because: str) -> None:
    if given:
        raise UsageError(f"{because}; drop {' and '.join(sorted(given))}")
