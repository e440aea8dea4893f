"""Which files a command is about: the arguments themselves, and the recipes below directories,
without what the settings exclude.

Must not know what is in a file: of all that it finds only settings are read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nam56r_core.syntax.parser import host_of
from nam56r_server.errors import CommandError, UsageError
from nam56r_server.project.places import (
    RECIPE_SUFFIXES,
    SUFFIXES,
    Place,
    is_recipe_name,
    place_of,
    shown,
)
from nam56r_server.project.settings import FindsSettings, ProjectSettings

_SKIPPED = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Excluded:
    """A file or a folder that the settings leave out: by which pattern, in which file."""

    path: Path
    pattern: str
    settings: Path


@dataclass(frozen=True, slots=True)
class Discovered:
    """The recipes, each once, in the order of their paths, and what the settings left out although
    it was named or found."""

    places: tuple[Place, ...]
    excluded: tuple[Excluded, ...] = ()


def find_recipes(arguments: Sequence[str], settings: FindsSettings) -> Discovered:
    """Every recipe named or found below a named directory.

    Raises `CommandError` for an argument that does not exist, `UsageError` for one that is no
    recipe.
    """
    found: set[Place] = set()
    pruned: list[Excluded] = []
    for argument in arguments:
        if not argument:
            raise UsageError("an empty path was given; name a recipe or a directory")
        path = Path(argument)
        if _is_dir(path):
            found.update(place_of(recipe) for recipe in _walk(path, settings, pruned))
        else:
            found.add(_named(path))
    ordered = sorted(found, key=lambda place: place.path.parts)
    left_out = {place: excluded(place.path, settings.of(place.path)) for place in ordered}
    return Discovered(
        tuple(place for place in ordered if left_out[place] is None),
        (*pruned, *(item for item in left_out.values() if item is not None)),
    )


def excluded(path: Path, known: ProjectSettings, *, folder: bool = False) -> Excluded | None:
    """How the settings leave a file or a folder out; None if they do not."""
    pattern = known.excluded_by(path, folder=folder)
    if pattern is None or known.path is None:
        return None
    return Excluded(path, pattern, known.path)


def files_for_reference(naming: Path, folder: str) -> tuple[str, ...]:
    """What a recipe at a path may name as its base, in a folder relative to its own: files by their
    endings, and folders, which end in a slash. Nothing where the folder cannot be read."""
    try:
        entries = sorted(os.scandir(naming.parent / folder), key=lambda entry: entry.name)
    except (OSError, ValueError):
        return ()
    start = f"{folder}/" if folder else ""
    return tuple(
        start + entry.name + ("/" if entry.is_dir() else "")
        for entry in entries
        if not entry.name.startswith(".")
        and (entry.is_dir() or host_of(entry.name))
        and Path(entry.path) != naming
    )


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError) as problem:
        raise CommandError(f"cannot look at {shown(path)}: {_reason(problem)}") from problem


def _named(path: Path) -> Place:
    try:
        exists = path.exists()
    except (OSError, ValueError) as problem:
        raise CommandError(f"cannot look at {shown(path)}: {_reason(problem)}") from problem
    if not exists:
        why = "is a link to nothing" if path.is_symlink() else "does not exist"
        raise CommandError(f"{shown(path)} {why}; name a recipe or a directory that holds recipes")
    if host_of(path.name) is None:
        raise UsageError(
            f"{shown(path)} is no recipe by its name; a recipe ends in "
            f"{_listed(RECIPE_SUFFIXES)} (files that end in {_listed(SUFFIXES)} are taken, too, "
            "when they are named)"
        )
    return place_of(path)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1]


def _walk(top: Path, settings: FindsSettings, pruned: list[Excluded]) -> Iterator[Path]:
    """Recipes below a directory. Links to directories are not followed; hidden files and folders,
    `node_modules`, `__pycache__`, virtual environments and excluded folders (`pruned`) are left
    out."""

    def fail(problem: OSError) -> None:
        where = Path(os.fsdecode(problem.filename)) if problem.filename else top
        raise CommandError(f"cannot look into {shown(where)}: {_reason(problem)}") from problem

    for folder, folders, files in os.walk(top, onerror=fail):
        if "pyvenv.cfg" in files and Path(folder) != top:
            folders.clear()
            continue
        here = Path(folder).resolve()
        known = settings.of_folder(here)
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED]
        left_out = {name: excluded(here / name, known, folder=True) for name in folders}
        pruned += [item for item in left_out.values() if item is not None]
        folders[:] = [name for name in folders if left_out[name] is None]
        for name in files:
            path = Path(folder, name)
            if name.startswith(".") or host_of(name) is None or not path.is_file():
                continue
            if is_recipe_name(name) or known.makes_recipe(here / name):
                yield path


def _reason(problem: OSError | ValueError) -> str:
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
