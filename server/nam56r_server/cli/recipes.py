"""From the paths of a command line to analysed recipes, with findings ready to be shown.

Must not know what a subcommand does with them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.diagnostics import Diagnostic, Location
from nam56r_core.recipe.extends import LoadedDocument
from nam56r_core.text import SourceText
from nam56r_server.cli.console import Console
from nam56r_server.errors import CommandError, InternalError, UsageError
from nam56r_server.project import (
    Place,
    find_recipes,
    load_place,
    load_reference,
    load_standard_input,
    shown,
)

STDIN = "-"


@dataclass(frozen=True)
class Analysed:
    """One recipe with everything that is known about it."""

    place: Place
    analysis: Analysis

    @property
    def name(self) -> str:
        """What the recipe is called on the terminal."""
        return shown(self.place.path)

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The findings with their files called what they are called on the terminal; the analysis
        itself names them by their place in the project, for exports."""
        return _for_people(self.analysis.diagnostics, self.place)


def selected(options: argparse.Namespace, paths: Sequence[str]) -> list[Place | None]:
    """The recipes that a command line names; None stands for standard input."""
    if STDIN in paths:
        if len(paths) > 1:
            raise UsageError("`-` (standard input) is one recipe and stands alone among the paths")
        return [None]
    if options.stdin_filename is not None:
        raise UsageError("--stdin-filename is for a recipe from standard input: give `-` as path")
    return list(find_recipes(paths))


@dataclass
class Reading:
    """Analyses recipes one after the other; `failed` counts those that could not be read."""

    options: argparse.Namespace
    target: str | None
    console: Console
    failed: int = 0

    def all(self, places: Sequence[Place | None]) -> Iterator[Analysed]:
        """Every recipe that can be read; the others are told about and counted."""
        for number, place in enumerate(places, 1):
            if place is not None:
                self.console.progress(number, len(places), shown(place.path))
            try:
                found = self.one(place)
            except UsageError:
                raise
            except CommandError as problem:
                self.failed += 1
                self.console.progress_ends()
                self.console.error(f"nam56r: error: {problem}\n")
                continue
            yield found
        self.console.progress_ends()

    def one(self, place: Place | None) -> Analysed:
        """One recipe; raises `CommandError` if it cannot be read."""
        document: LoadedDocument
        if place is None:
            place, document = load_standard_input(self.options.stdin_filename)
        else:
            document = load_place(place)
        try:
            return Analysed(place, analyze(document, load_reference, target=self.target))
        except Exception as problem:
            raise InternalError(
                f"{type(problem).__name__} while analysing {shown(place.path)}: {problem}"
            ) from problem


def _for_people(diagnostics: Sequence[Diagnostic], place: Place) -> tuple[Diagnostic, ...]:
    renamed: dict[SourceText, SourceText] = {}

    def rename(location: Location) -> Location:
        source = location.source
        if source not in renamed:
            name = shown(Place(place.root, source.name).path)
            renamed[source] = SourceText(name, source.data)
        return replace(location, source=renamed[source])

    return tuple(
        replace(
            diagnostic,
            location=rename(diagnostic.location),
            related=tuple(
                replace(related, location=rename(related.location))
                for related in diagnostic.related
            ),
        )
        for diagnostic in diagnostics
    )
