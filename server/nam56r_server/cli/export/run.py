"""The work of `nam56r export`: which files a recipe becomes, and writing, printing or comparing
them."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import dataclass
from pathlib import Path

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.export.formats import FORMATS
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.plural import counted
from nam56r_server.cli.console import Console
from nam56r_server.cli.output.differences import patch, shortened, show
from nam56r_server.cli.output.formats.full import findings_text
from nam56r_server.cli.recipes import Analysed, Broken, Reading, Unanalysed, nothing_to_do
from nam56r_server.errors import CommandError, UsageError
from nam56r_server.exports import destinations, export_of, outputs
from nam56r_server.project import (
    STANDARD_INPUT,
    Output,
    OutputState,
    shown,
    state_of,
    write_outputs,
)

MOST_LINES = 40
"""Lines of a difference that `--check` shows of one file, unless all are asked for."""


def print_one(options: argparse.Namespace, target: str | None) -> int:
    """One recipe's export on standard output, nothing else there."""
    console = Console(color=options.color, quiet=options.quiet)
    reading = Reading(options, target, console)
    selected = reading.select(options.paths)
    if len(selected) != 1:
        raise UsageError(
            f"--stdout prints one recipe, and the paths hold {len(selected)}; name one"
        )
    recipe = reading.one(selected[0])
    render = FORMATS[options.format or "json"]
    console.data(render(export_of(recipe.analysis)))
    console.error(findings_text(recipe.findings, console.err_style))
    if not recipe.analysis.runnable:
        console.talk(f"{shown(recipe.file.path)} is not runnable: the pattern is withheld\n")
    return 0 if recipe.analysis.runnable else 1


def export(options: argparse.Namespace, target: str | None) -> int:
    """Write or compare the files of all recipes."""
    console = Console(color=options.color, quiet=options.quiet)
    reading = Reading(options, target, console)
    selected = reading.select(options.paths)
    recipes = [file.path if file else _named_input(options) for file in selected]
    folder = Path(options.output_dir) if options.output_dir else None
    going = dict(
        zip(selected, destinations(recipes, reading.settings, folder, target), strict=True)
    )
    job = _Comparison(console, full_diff=options.full_diff) if options.check else _Writing(console)
    if not selected:
        console.talk(nothing_to_do(reading.excluded))
    by_path = {file.path if file else None: goal for file, goal in going.items()}

    def exported(recipe: Analysed) -> _Exported:
        destination = by_path.get(recipe.file.path) or by_path[None]
        files = tuple(outputs(recipe.analysis, destination))
        refusal = recipe.analysis.refusal
        name = shown(recipe.file.path)
        return _Exported(
            name,
            recipe.findings,
            files,
            refusal_words(refusal, recipe.analysis.plan.target) if refusal else None,
        )

    for recipe in reading.all(selected, exported):
        if not isinstance(recipe, Unanalysed):
            job.take(recipe)
        elif not isinstance(recipe, Broken):
            console.error(findings_text([recipe.finding], console.err_style))
    failed = reading.failed + reading.broken + reading.unopened + job.failed
    job.finish(options)
    if failed or not (selected or reading.excluded):
        return 2  # nothing was looked at: a wrong folder must not pass for a clean one
    return job.exit_code


def _named_input(options: argparse.Namespace) -> Path:
    if options.stdin_filename is None:
        raise UsageError(
            f"the files of {STANDARD_INPUT} have no name; add --stdin-filename NAME, or --stdout"
        )
    return Path(options.stdin_filename)


@dataclass(frozen=True, slots=True)
class _Exported:
    """What is kept of one recipe. `refusal` says why it is not runnable; None if it is."""

    name: str
    findings: tuple[Diagnostic, ...]
    files: tuple[Output, ...]
    refusal: str | None


class _Writing:
    """Writes recipe by recipe, and tells what is not runnable."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.failed = 0
        self.recipes = 0
        self.written = 0
        self.current = 0
        self.refused: list[str] = []

    def take(self, recipe: _Exported) -> None:
        files = recipe.files
        try:
            written = write_outputs(files)
        except CommandError as problem:
            self.failed += 1
            self.console.progress_ends()
            self.console.error(f"nam56r: error: {problem}\n")
            return
        self.recipes += 1
        self.written += len(written)
        self.current += len(files) - len(written)
        if recipe.findings:
            self.console.progress_ends()
            self.console.error(findings_text(recipe.findings, self.console.err_style))
        for path in written:
            self.console.talk(f"wrote {shown(path)}\n")
        if recipe.refusal is not None:
            self.refused.append(f"{recipe.name}: {recipe.refusal}")

    def finish(self, options: argparse.Namespace) -> None:
        if self.recipes:
            self.console.talk(
                f"Exported {counted(self.recipes, 'recipe')}: {counted(self.written, 'file')} "
                f"written, {self.current} unchanged\n"
            )
        for refused in self.refused:
            self.console.talk(f"Not runnable, the pattern is withheld: {refused}\n")

    @property
    def exit_code(self) -> int:
        return 1 if self.refused else 0


class _Comparison:
    """Compares recipe by recipe with what is on the disk, and writes nothing."""

    def __init__(self, console: Console, *, full_diff: bool) -> None:
        self.console = console
        self.full_diff = full_diff
        self.failed = 0
        self.recipes = 0
        self.stale: list[Path] = []

    def take(self, recipe: _Exported) -> None:
        self.recipes += 1
        for output in recipe.files:
            try:
                state, present = state_of(output)
            except CommandError as problem:
                self.failed += 1
                self.console.error(f"nam56r: error: {problem}\n")
                continue
            if state is OutputState.FRESH:
                continue
            self.console.progress_ends()
            self.stale.append(output.path)
            if state is OutputState.MISSING and not self.full_diff:
                self.console.out(f"missing: {shown(output.path)}\n")
            else:
                difference = patch(shown(output.path), present, output.data)
                most = None if self.full_diff else MOST_LINES
                show(shortened(difference, most), self.console)

    def finish(self, options: argparse.Namespace) -> None:
        if self.stale:
            command = shlex.join(["nam56r", *(a for a in options.argv if a != "--check")])
            self.console.error(
                f"{counted(len(self.stale), 'file')} stale or missing; to refresh: {command}\n"
            )
        elif self.recipes and not self.failed:
            self.console.talk(f"Up to date: the exports of {counted(self.recipes, 'recipe')}\n")

    @property
    def exit_code(self) -> int:
        return 1 if self.stale else 0
