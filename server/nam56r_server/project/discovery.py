"""Which files a command is about: the arguments themselves, and the recipes below directories,
without what the settings exclude.

Must not know what is in a file: of all that it finds only settings are read.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from nam56r_core.recipe.extends import NotLoaded
from nam56r_core.syntax.languages import FILE_ENDINGS, language_of
from nam56r_server.errors import CommandError, UsageError, reason_of
from nam56r_server.project.documents import resolve_reference
from nam56r_server.project.project_file import (
    RECIPE_SUFFIXES,
    ProjectFile,
    is_recipe_name,
    project_file,
    project_root,
    shown,
)
from nam56r_server.project.settings import SETTINGS_FILES, FindsSettings, ProjectSettings

_SKIPPED = frozenset({"node_modules", "__pycache__"})
_LEADS_NOWHERE = frozenset({errno.ELOOP, errno.ENOTDIR})

Refuse = Callable[[CommandError], None]
"""Told what cannot be looked at; it raises what it is told, or the walk goes on beside it."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A file or a folder that the settings leave out: by which pattern, in which file."""

    path: Path
    pattern: str
    settings: Path


@dataclass(frozen=True, slots=True)
class Discovered:
    """The recipes, each once, in the order of their paths, and what the settings left out although
    it was named or found. `named` are those that are arguments themselves."""

    files: tuple[ProjectFile, ...]
    excluded: tuple[Excluded, ...] = ()
    named: frozenset[ProjectFile] = frozenset()


def find_recipes(arguments: Sequence[str], settings: FindsSettings) -> Discovered:
    """Every recipe named or found below a named directory.

    Raises `CommandError` for an argument that does not exist, `UsageError` for one that is no
    recipe.
    """
    found: set[ProjectFile] = set()
    named: set[ProjectFile] = set()
    pruned: list[Excluded] = []

    def refuse(problem: CommandError) -> NoReturn:
        raise problem

    for argument in arguments:
        if not argument:
            raise UsageError("an empty path was given; name a recipe or a directory")
        path = Path(argument)
        if _is_dir(path):
            walked = walk_recipes(path, settings, refuse, pruned)
            found.update(file for file in walked if file is not None)
        else:
            named.add(_named(path))
    ordered = sorted(found | named, key=lambda file: file.path.parts)
    left_out = {file: excluded(file.path, settings.of(file.path)) for file in ordered}
    return Discovered(
        tuple(file for file in ordered if left_out[file] is None),
        (*pruned, *(item for item in left_out.values() if item is not None)),
        frozenset(named),
    )


def walk_recipes(
    top: Path, settings: FindsSettings, refuse: Refuse, pruned: list[Excluded]
) -> Iterator[ProjectFile | None]:
    """Recipes below a directory, in no order, and None for every step between them, so that who
    walks may do something else meanwhile.

    Links to directories are not followed; hidden files and folders, `node_modules`, `__pycache__`,
    virtual environments and excluded folders (`pruned`) are left out. `refuse` is told what cannot
    be looked into, as a `CommandError`.
    """
    # No link is followed below the top, so that only its own place has to be resolved.
    waiting = [(top, top.resolve())]
    while waiting:
        folder, here = waiting.pop()
        folders: list[str] = []
        files: list[str] = []
        is_environment = False
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    yield None
                    name = entry.name
                    if _is_dir_itself(entry):
                        folders.append(name)
                    elif name == "pyvenv.cfg":
                        is_environment = folder != top
                    elif _may_be_recipe(name) and _is_file(folder / name, entry, refuse):
                        files.append(name)
        except OSError as problem:
            refuse(_told("cannot look into", folder, problem))
            continue
        if is_environment:
            continue
        known = settings.of_folder(here)
        root = project_root(here)
        for name in folders:
            if name.startswith(".") or name in _SKIPPED:
                continue
            left_out = excluded(here / name, known, folder=True)
            if left_out is None:
                waiting.append((folder / name, here / name))
            else:
                pruned.append(left_out)
        for name in files:
            if is_recipe_name(name) or known.makes_recipe(here / name):
                yield ProjectFile(root, (here / name).relative_to(root).as_posix())


def _may_be_recipe(name: str) -> bool:
    return not name.startswith(".") and language_of(name) is not None


def excluded(path: Path, known: ProjectSettings, *, folder: bool = False) -> Excluded | None:
    """How the settings leave a file or a folder out; None if they do not."""
    pattern = known.excluded_by(path, folder=folder)
    if pattern is None or known.path is None:
        return None
    return Excluded(path, pattern, known.path)


def recipes_in(folder: Path, settings: FindsSettings) -> list[Path]:
    """The recipes of one folder, hidden ones too, in the order of their names."""
    known = settings.of_folder(folder)
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise _told("cannot look into", folder, problem) from problem
    return [
        path
        for path in paths
        if (is_recipe_name(path.name) or (language_of(path.name) and known.makes_recipe(path)))
        and excluded(path, known) is None
        and path.is_file()
    ]


def files_for_reference(naming: ProjectFile, folder: str) -> Iterator[str]:
    """What a recipe may name as its base, in a folder relative to its own: files by their endings,
    but for settings, and folders, which end in a slash. Nothing that would be refused because of
    where it is, and nothing at all where the folder cannot be read."""
    try:
        names = sorted(path.name for path in (naming.path.parent / folder).iterdir())
    except (OSError, ValueError):
        return
    start = f"{folder}/" if folder else ""
    for name in names:
        offered = None if name.startswith(".") else _offered(naming, start + name)
        if offered is not None:
            yield offered


def _offered(naming: ProjectFile, reference: str) -> str | None:
    """A reference, with a slash behind a folder; None for what is no base."""
    try:
        path = naming.path.parent / reference
        if path.is_dir():
            return f"{reference}/" if path.resolve().is_relative_to(naming.root) else None
    except (OSError, RuntimeError):
        return None
    if language_of(reference) is None:
        return None
    found = resolve_reference(naming.identity, reference)
    if isinstance(found, NotLoaded) or found.path == naming.path or not found.path.is_file():
        return None
    return None if found.path.name in SETTINGS_FILES else reference


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError) as problem:
        raise CommandError(f"cannot look at {shown(path)}: {reason_of(problem)}") from problem


def _named(path: Path) -> ProjectFile:
    try:
        exists = path.exists()
    except (OSError, ValueError) as problem:
        raise CommandError(f"cannot look at {shown(path)}: {reason_of(problem)}") from problem
    if not exists:
        why = "is a link to nothing" if path.is_symlink() else "does not exist"
        raise CommandError(f"{shown(path)} {why}; name a recipe or a directory that holds recipes")
    if language_of(path.name) is None:
        raise UsageError(
            f"{shown(path)} is no recipe by its name; a recipe ends in "
            f"{_listed(RECIPE_SUFFIXES)} (files that end in {_listed(FILE_ENDINGS)} are taken, "
            "too, when they are named)"
        )
    return project_file(path)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1]


def _is_dir_itself(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a directory and no link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False  # whoever cares for it as a file is told why


def _is_file(path: Path, entry: os.DirEntry[str], refuse: Refuse) -> bool:
    """Whether an entry is a file or a link to one. A link that leads nowhere counts as one, too:
    who reads it says that it cannot be read."""
    try:
        return entry.is_file() or (entry.is_symlink() and not path.exists())
    except OSError as problem:
        if problem.errno in _LEADS_NOWHERE:
            return True
        refuse(_told("cannot look at", path, problem))
        return False


def _told(what: str, path: Path, problem: OSError) -> CommandError:
    told = CommandError(f"{what} {shown(path)}: {reason_of(problem)}")
    told.__cause__ = problem
    return told
