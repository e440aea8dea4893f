"""Where a recipe is: the project it belongs to, and its names inside and outside of it.

A document has three names. Its *name* is relative to the project root, so that what is exported
says the same on every machine. Its *identity* is the root and the name, so that a reference can be
followed from it. What people are *shown* is relative to the current directory.
Must not know what is in a document.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nam56r_core.printable import visible_char
from nam56r_core.syntax.languages import FILE_ENDINGS
from nam56r_server.errors import CommandError

MARKERS = (".git", "pyproject.toml", "nam56r.toml")
"""The nearest folder above a recipe that holds one of these is its project's root."""

STANDARD_INPUT = "<stdin>"
"""The name of a document that was piped in without one."""

_RECIPE = ".nam56r"
RECIPE_SUFFIXES = tuple(_RECIPE + suffix for suffix in FILE_ENDINGS)

_ROOT_MARK = "/./"


@dataclass(frozen=True, slots=True, order=True)
class ProjectFile:
    """A document of a project; `relative` has POSIX slashes and holds no `..`."""

    root: Path
    relative: str

    @classmethod
    def from_identity(cls, identity: str) -> ProjectFile:
        root, _, relative = identity.partition(_ROOT_MARK)
        return cls(Path(root or "/"), relative)

    @property
    def identity(self) -> str:
        """Equal for two references to one file. The `/./`, which no resolved path holds, keeps the
        root; the whole is a path that the system understands."""
        return f"{self.root.as_posix().rstrip('/')}{_ROOT_MARK}{self.relative}"

    @property
    def path(self) -> Path:
        return self.root / self.relative

    @property
    def name(self) -> str:
        standard_input = self.path.name == STANDARD_INPUT
        return STANDARD_INPUT if standard_input else printable(self.relative)

    def sibling(self, path: Path) -> ProjectFile:
        """Another document of the same project, by its resolved path."""
        return ProjectFile(self.root, path.relative_to(self.root).as_posix())


def project_file(path: Path) -> ProjectFile:
    """A file, which need not exist. Its folder is resolved; a link is its own file."""
    try:
        path = path.parent.resolve() / path.name
    except (OSError, RuntimeError, ValueError) as problem:
        raise CommandError(f"cannot use {shown(path)}: {problem}") from problem
    root = project_root(path.parent)
    return ProjectFile(root, path.relative_to(root).as_posix())


def project_root(folder: Path) -> Path:
    """The nearest folder at or above one that is marked as a project, or the folder itself."""
    return next((above for above in (folder, *folder.parents) if marker_in(above)), folder)


def marker_in(folder: Path) -> str | None:
    """What makes a folder a project's root."""
    return next((marker for marker in MARKERS if os.path.lexists(folder / marker)), None)


def is_recipe_name(name: str) -> bool:
    return name.lower().endswith(RECIPE_SUFFIXES)


def stem(name: str) -> str:
    """A file name without `.nam56r.yaml` or its like."""
    lowered = name.lower()
    endings = (*RECIPE_SUFFIXES, *FILE_ENDINGS)
    ending = next((ending for ending in endings if lowered.endswith(ending)), "")
    return name[: len(name) - len(ending)]


def shown(path: Path) -> str:
    """A path for people, on one line and without characters that steer a terminal; relative to the
    current directory when it is below, else absolute."""
    return "".join(map(visible_char, path_name(path)))


def path_name(path: Path) -> str:
    """The same path for programs, with every character that it has."""
    if path.name == STANDARD_INPUT:
        return STANDARD_INPUT
    absolute = path.absolute()
    try:
        here = Path.cwd()
    except OSError:
        return printable(absolute.as_posix())
    below = absolute.is_relative_to(here) and absolute != here
    return printable((absolute.relative_to(here) if below else absolute).as_posix())


def printable(path: str) -> str:
    """A path as text; bytes of a file name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
