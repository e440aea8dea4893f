"""The work of `nam56r check --fix` and `--diff`: recipes with their fixes applied.

Must not know how findings are shown.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.fixing import Fixed, fix_all
from nam56r_core.recipe.extends import LoadedDocument
from nam56r_core.syntax.nodes import SyntaxTree
from nam56r_server.cli.console import Console
from nam56r_server.cli.counting import counted
from nam56r_server.cli.output.differences import difference
from nam56r_server.cli.output.formats.full import findings_text
from nam56r_server.cli.recipes import Reading, for_people
from nam56r_server.errors import CommandError
from nam56r_server.project import (
    Output,
    Place,
    load_place,
    load_standard_input,
    shown,
    write_outputs,
)


@dataclass(frozen=True)
class FixedRecipe:
    """One recipe before and after its fixes."""

    place: Place
    before: bytes
    fixed: Fixed

    @property
    def after(self) -> bytes:
        return self.fixed.tree.source.data

    @property
    def changed(self) -> bool:
        return self.before != self.after


def fixed_recipe(
    reading: Reading, place: Place, document: LoadedDocument, *, unsafe: bool
) -> FixedRecipe:
    """Apply what may be applied to one recipe, in memory."""

    def examine(tree: SyntaxTree) -> Sequence[Diagnostic]:
        recipe = reading.analysed(place, LoadedDocument(document.identity, tree))
        return recipe.screened_in_project.shown

    fixed = fix_all(document.tree, examine, unsafe=unsafe)
    return FixedRecipe(place, document.tree.source.data, fixed)


def write_fixes(
    reading: Reading, places: Sequence[Place], console: Console, *, unsafe: bool
) -> None:
    """Write the recipes that have fixes; each is replaced whole or not at all."""
    fixes = 0
    files = 0
    for recipe in _all(reading, places, unsafe=unsafe):
        if recipe.changed:
            write_outputs([Output(recipe.place.path, recipe.after)])
            files += 1
            fixes += len(recipe.fixed.applied)
    if files:
        console.talk(f"Fixed {counted(fixes, 'finding')} in {counted(files, 'recipe')}\n")


def show_fixes(options: argparse.Namespace, target: str | None) -> int:
    """What `--fix` would change, as a diff on standard output."""
    console = Console(color=options.color, quiet=options.quiet)
    reading = Reading(options, target, console)
    changed = 0
    fixes = 0
    for recipe in _all(reading, reading.select(options.paths), unsafe=options.unsafe_fixes):
        if recipe.changed:
            changed += 1
            fixes += len(recipe.fixed.applied)
            console.out(
                difference(shown(recipe.place.path), recipe.before, recipe.after, console.out_style)
            )
    if changed:
        console.talk(f"Would fix {counted(fixes, 'finding')} in {counted(changed, 'recipe')}\n")
    elif not reading.failed:
        console.talk("Nothing to fix\n")
    return 2 if reading.failed else 1 if changed else 0


def print_fixed(reading: Reading, console: Console, *, unsafe: bool) -> int:
    """The recipe from standard input with its fixes, on standard output; what is left is told
    beside it."""
    place, document = load_standard_input(reading.stdin_filename)
    recipe = fixed_recipe(reading, place, document, unsafe=unsafe)
    console.data_bytes(recipe.after)
    left = for_people(recipe.fixed.left, place)
    console.error(findings_text(left, console.err_style))
    return 1 if any(diagnostic.severity is Severity.ERROR for diagnostic in left) else 0


def _all(
    reading: Reading, places: Sequence[Place | None], *, unsafe: bool
) -> Iterator[FixedRecipe]:
    for place in places:
        try:
            found = (
                (place, load_place(place))
                if place is not None
                else load_standard_input(reading.stdin_filename)
            )
        except CommandError as problem:
            reading.tell(problem)
            continue
        yield fixed_recipe(reading, *found, unsafe=unsafe)
