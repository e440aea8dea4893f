"""The files that a recipe becomes, and where they go; the command and the editor write the same.

Must not know who asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nam56r_core.analysis import Analysis
from nam56r_core.export.formats import json, launch
from nam56r_core.export.formats.base import Export
from nam56r_server.errors import CommandError
from nam56r_server.project import (
    FindsSettings,
    Output,
    project_file,
    project_root,
    recipes_in,
    shown,
    stem,
)

FOLDER = "exports"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the files of one recipe go: `name` is what their names begin with."""

    folder: Path
    name: str

    @classmethod
    def of(cls, recipe: Path, folder: Path | None = None, target: str | None = None) -> Destination:
        """`exports/NAME` beside the recipe, or in another folder; a target that is not the
        recipe's own is part of the name. Raises `CommandError` for a folder that cannot be used."""
        name = stem(recipe.name) + (f".{target}" if target else "")
        return cls(_beside(recipe) if folder is None else _resolved(folder), name)

    @property
    def plan(self) -> Path:
        return self.folder / f"{self.name}.plan.json"

    @property
    def bundle(self) -> Path:
        return self.folder / f"{self.name}.bundle.json"

    @property
    def script(self) -> Path:
        return self.folder / f"{self.name}.launch.sh"


def destinations(
    recipes: Sequence[Path],
    settings: FindsSettings,
    folder: Path | None = None,
    target: str | None = None,
) -> list[Destination]:
    """Where every recipe goes. Raises `CommandError` where the files of two would meet, be the
    other one that is not exported now: they would take turns."""
    paths = [project_file(recipe).path for recipe in recipes]
    found = [Destination.of(path, folder, target) for path in paths]
    claims = list(zip(found, paths, strict=True))
    if folder is None:
        claims += [
            (Destination.of(neighbour, None, target), neighbour)
            for home in dict.fromkeys(path.parent for path in paths)
            for neighbour in recipes_in(home, settings)
        ]
    wanted = set(found)
    taken: dict[Destination, Path] = {}
    for destination, recipe in claims:
        other = taken.setdefault(destination, recipe)
        if other != recipe and destination in wanted:
            raise CommandError(
                f"{shown(other)} and {shown(recipe)} would both be written to "
                f"{shown(destination.plan)}; rename one, or export each into a folder of its own "
                "with `nam56r export -o FOLDER`"
            )
    return found


def _beside(recipe: Path) -> Path:
    """The folder beside a recipe. What a repository holds may not choose a place outside of it."""
    home = _resolved(recipe.parent)
    folder = home / FOLDER
    found = _resolved(folder)
    if not found.is_relative_to(project_root(home)):
        raise CommandError(
            f"{shown(folder)} is a link that leads out of the project, to {shown(found)}; remove "
            "it, or name a folder with `nam56r export -o FOLDER`"
        )
    return found


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError) as problem:
        raise CommandError(f"cannot use {shown(folder)}: {problem}") from problem


def export_of(analysis: Analysis) -> Export:
    """What the formats are given."""
    return Export(
        analysis.plan, analysis.bundle, analysis.diagnostics, analysis.facts.assumed_dimensions
    )


def outputs(analysis: Analysis, destination: Destination) -> list[Output]:
    """Every file that a recipe becomes."""
    result = export_of(analysis)
    return [
        Output(destination.plan, json.render_plan(result).encode()),
        Output(destination.bundle, json.render_bundle(result).encode()),
        Output(destination.script, launch.render(result).encode(), executable=True),
    ]
