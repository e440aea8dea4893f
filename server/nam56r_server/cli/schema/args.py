"""The arguments of `nam56r schema`. Loaded for `--help`, and light enough to run."""

from __future__ import annotations

import argparse

from nam56r_core._resources import bundled_names, bundled_text

DESCRIPTION = """\
Print the JSON Schema (draft-07) of a recipe, or of a document that a command writes.

The schema of a recipe is for editors and validators that do not run nam56r: it knows every key,
what it means and what it takes. It does not know how the keys go together: `nam56r check` does."""

_FOLDER = ("export", "schema")
_SUFFIX = ".schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        nargs="?",
        choices=tuple(_files()),
        default="recipe",
        help=f"{', '.join(_files())}; recipe without it",
    )


def run(options: argparse.Namespace) -> int:
    from nam56r_server.cli.console import Console

    Console().data(bundled_text(*_FOLDER, _files()[options.document] + _SUFFIX))
    return 0


def _files() -> dict[str, str]:
    """The file of each document's schema; of `plan-1` and `plan-2`, the newer."""
    return {name.partition("-")[0]: name for name in bundled_names(*_FOLDER, suffix=_SUFFIX)}
