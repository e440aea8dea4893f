"""The work of `nam56r check --fix` and `--diff`: recipes with their fixes applied.

Must not know how findings are shown.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.fixing import Fixed, fix_all
from nam56r_core.plural import counted
from nam56r_core.recipe.extends import LoadedDocument
from nam56r_core.syntax.language import SyntaxTree
from nam56r_server.cli.console import Console
from nam56r_server.cli.delivery import Delivery
from nam56r_server.cli.output.differences import patch
from nam56r_server.cli.output.formats.base import count_by_severity, one_line
from nam56r_server.cli.output.formats.full import findings_text
from nam56r_server.cli.recipes import Broken, Reading, for_people, nothing_to_do
from nam56r_server.cli.severities import failing_severities
from nam56r_server.errors import CommandError
from nam56r_server.project import (
    ProjectFile,
    in_place_of,
    shown,
    standard_input,
    write_outputs,
)


@dataclass(frozen=True)
class FixedRecipe:
    """One recipe before and after its fixes."""

    file: ProjectFile
    before: bytes
    fixed: Fixed

    @property
    def after(self) -> bytes:
        return self.fixed.tree.source.data

    @property
    def changed(self) -> bool:
        return self.before != self.after


def fixed_recipe(
    reading: Reading, file: ProjectFile, document: LoadedDocument, *, unsafe: bool
) -> FixedRecipe:
    """Apply what may be applied to one recipe, in memory."""

    def examine(tree: SyntaxTree) -> Sequence[Diagnostic]:
        recipe = reading.analysed(file, LoadedDocument(document.identity, tree))
        return recipe.snapshot.filtered.shown

    fixed = fix_all(document.tree, examine, unsafe=unsafe)
    return FixedRecipe(file, document.tree.source.data, fixed)


def write_fixes(
    reading: Reading, selected: Sequence[ProjectFile], console: Console, *, unsafe: bool
) -> list[ProjectFile]:
    """Write the recipes that have fixes; each is replaced whole or not at all, and one that
    cannot be is told. The files of those that could be read, fixes or none."""
    fixes = 0
    files = 0
    read: list[ProjectFile] = []
    try:
        for recipe in _all(reading, selected, unsafe=unsafe):
            read.append(recipe.file)
            _tell_of_waiting(recipe, console, unsafe=unsafe)
            if recipe.changed and _is_written(recipe, reading):
                files += 1
                fixes += len(recipe.fixed.applied)
                console.talk(_by_rule("fixed", recipe))
    finally:
        # What ends the command in the middle does not take back what is written.
        if files:
            console.talk(f"Fixed {counted(fixes, 'finding')} in {counted(files, 'recipe')}\n")
    return read


def _tell_of_waiting(recipe: FixedRecipe, console: Console, *, unsafe: bool) -> None:
    if unsafe and recipe.fixed.waits:
        name = shown(recipe.file.path)
        console.talk(f"{name}: unsafe fixes wait until what could not be read is mended\n")


def _by_rule(verb: str, recipe: FixedRecipe) -> str:
    """What the fixes of one recipe do: each rule, how often, and the titles of its fixes."""
    titles: dict[str, Counter[str]] = {}
    for applied in recipe.fixed.applied:
        titles.setdefault(applied.diagnostic.code, Counter())[applied.fix.title] += 1
    rules = (
        f"  {code}: {'; '.join(_times(title, count) for title, count in found.items())}\n"
        for code, found in sorted(titles.items())
    )
    return f"{verb} {shown(recipe.file.path)}\n" + "".join(rules)


def _times(title: str, count: int) -> str:
    return one_line(title) if count == 1 else f"{one_line(title)} ({count} times)"


def _is_written(recipe: FixedRecipe, reading: Reading) -> bool:
    try:
        write_outputs([in_place_of(recipe.file.path, recipe.after)])
    except CommandError as problem:
        reading.tell_unwritten(problem)
        return False
    return True


def show_fixes(options: argparse.Namespace, target: str | None) -> int:
    """What `--fix` would change, as a diff on standard output."""
    console = Console(color=options.color, quiet=options.quiet)
    delivery = Delivery(options, console)
    reading = Reading(options, target, console)
    selected = reading.select(options.paths)
    delivery.keep_apart(file for file in selected if file is not None)
    differences: list[bytes] = []
    fixes = 0
    for recipe in _all(reading, selected, unsafe=options.unsafe_fixes):
        _tell_of_waiting(recipe, console, unsafe=options.unsafe_fixes)
        if recipe.changed:
            name = shown(recipe.file.path)
            differences.append(patch(name, recipe.before, recipe.after))
            console.talk(_by_rule("would fix", recipe))
            fixes += len(recipe.fixed.applied)
    delivery.patch(b"".join(differences))
    changed = len(differences)
    if not selected:
        console.talk(nothing_to_do(reading.excluded))
    elif changed:
        console.talk(f"Would fix {counted(fixes, 'finding')} in {counted(changed, 'recipe')}\n")
    elif not (reading.failed or reading.broken):
        console.talk("Nothing to fix\n")
    if reading.failed or reading.broken or not (selected or reading.excluded):
        return 2
    return 1 if changed and not options.exit_zero else 0


def print_fixed(options: argparse.Namespace, target: str | None) -> int:
    """The recipe from standard input with its fixes, on standard output; what is left is told
    beside it. An excluded one comes out as it went in: an editor takes what comes for the text."""
    console = Console(color=options.color, quiet=options.quiet)
    reading = Reading(options, target, console)
    if not reading.select(options.paths):
        console.data_bytes(standard_input())
        console.talk(nothing_to_do(reading.excluded))
        return 0
    file, document = reading.standard_input()
    recipe = fixed_recipe(reading, file, document, unsafe=options.unsafe_fixes)
    console.data_bytes(recipe.after)
    left = for_people(recipe.fixed.left, file)
    console.error(findings_text(left, console.err_style))
    console.talk(_summary(len(recipe.fixed.applied), left))
    failing = failing_severities(options)
    failed = any(diagnostic.severity in failing for diagnostic in left)
    return 1 if failed and not options.exit_zero else 0


def _summary(fixes: int, left: Sequence[Diagnostic]) -> str:
    done = f"Fixed {counted(fixes, 'finding')}" if fixes else "Nothing to fix"
    return f"{done}; {count_by_severity(left)} left\n" if left else f"{done}\n"


def _all(
    reading: Reading, selected: Sequence[ProjectFile | None], *, unsafe: bool
) -> Iterator[FixedRecipe]:
    for file in selected:
        try:
            found = (file, reading.load(file)) if file is not None else reading.standard_input()
        except CommandError as problem:
            reading.tell(problem)
            continue
        try:
            recipe = fixed_recipe(reading, *found, unsafe=unsafe)
        except CommandError:
            raise
        except Exception as problem:
            reading.tell_broken(Broken.by(problem, shown(found[0].path)))
            continue
        yield recipe
