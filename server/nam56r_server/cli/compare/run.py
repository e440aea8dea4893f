"""The work of `nam56r compare`."""

from __future__ import annotations

import argparse

from nam56r_core.compare.differ import compare as differences
from nam56r_core.compare.document import comparison_document
from nam56r_core.export.formats.json import dump
from nam56r_core.picture.compare_picture import compare_picture
from nam56r_core.recipe.extends import LoadedDocument
from nam56r_server.cli.console import Console
from nam56r_server.cli.delivery import Delivery
from nam56r_server.cli.output.comparison import comparison_text
from nam56r_server.cli.recipes import STDIN, Analysed, Reading
from nam56r_server.errors import UsageError
from nam56r_server.project import shown

_WHAT = "each side of a comparison"


def compare(options: argparse.Namespace, old_target: str | None, new_target: str | None) -> int:
    """Two analyses side by side in the chosen format."""
    console = Console(color=options.color, quiet=options.quiet)
    delivery = Delivery(options, console)
    old, new = _sides(options, old_target, new_target, console)
    delivery.keep_apart([old.file, new.file])
    if options.output_format == "svg":
        delivery.data(compare_picture(old.analysis, new.analysis, options.theme or "auto"))
        return 0
    comparison = differences(old.analysis, new.analysis)
    if options.output_format == "json":
        delivery.data(dump(comparison_document(comparison)))
    else:
        names = (shown(old.file.path), shown(new.file.path))
        delivery.text(comparison_text(comparison, names, delivery.style, delivery.width))
    return 0


def _sides(
    options: argparse.Namespace, old: str | None, new: str | None, console: Console
) -> tuple[Analysed, Analysed]:
    if options.recipes.count(STDIN) > 1:
        raise UsageError("`-` (standard input) is one recipe; give the other as a file")
    if options.stdin_filename is not None and STDIN not in options.recipes:
        raise UsageError("--stdin-filename is for a recipe from standard input: give `-` as path")
    first, *others = options.recipes
    before = _reading(options, first, old, console).only(first, _WHAT)
    if others:
        return before, _reading(options, others[0], new, console).only(others[0], _WHAT)
    # Read once: standard input could not be read a second time.
    document = LoadedDocument(before.file.identity, before.analysis.facts.inherited.trees[0])
    return before, Reading(options, new, console).analysed(before.file, document)


def _reading(
    options: argparse.Namespace, path: str, target: str | None, console: Console
) -> Reading:
    """A reading for one path: the name for standard input is none of a file's business."""
    if path == STDIN:
        return Reading(options, target, console)
    own = argparse.Namespace(**{**vars(options), "stdin_filename": None})
    return Reading(own, target, console)
