"""Finding and reading the settings of a project: the nearest file above a recipe, alone.

`nam56r.toml` wins over `[tool.nam56r]` in the `pyproject.toml` beside it; files further up are not
merged in. Must not know what a setting does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nam56r_core.settings import (
    TABLE,
    Effective,
    Overruling,
    Settings,
    SettingsReading,
    effective,
    has_table,
    read_settings,
)
from nam56r_core.settings.globs import deciding
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import TOML
from nam56r_core.text import SourceText
from nam56r_server.errors import CommandError, SettingsError
from nam56r_server.project.files import MissingFileError, UnreadableError, read_file
from nam56r_server.project.project_file import printable, shown
from nam56r_server.project.repository import repository_root

OWN_FILE = "nam56r.toml"
SHARED_FILE = "pyproject.toml"
SETTINGS_FILES = (OWN_FILE, SHARED_FILE)
"""The first of a folder that speaks to us holds."""


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """Settings with the folder that their patterns are relative to; `path` is None for none."""

    settings: Settings
    folder: Path
    path: Path | None

    def relative(self, path: Path) -> str | None:
        """A file's name for the patterns; None for a file outside the folder."""
        if not path.is_relative_to(self.folder):
            return None
        return printable(path.relative_to(self.folder).as_posix())

    def excludes(self, path: Path, *, folder: bool = False) -> bool:
        return self.excluded_by(path, folder=folder) is not None

    def excluded_by(self, path: Path, *, folder: bool = False) -> str | None:
        """The pattern of `exclude` that leaves a file or a folder out; None for what stays."""
        return self._deciding(self.settings.exclude, path, "/" if folder else "")

    def makes_recipe(self, path: Path) -> bool:
        """Whether a file is a recipe by a setting, whatever it is called."""
        return self._deciding(self.settings.recipes, path, "") is not None

    def effective(self, path: Path, overruling: Overruling | None = None) -> Effective:
        """What the settings come to for one recipe."""
        return effective(self.settings, self.relative(path) or "", overruling)

    def _deciding(self, globs: list[str] | None, path: Path, end: str) -> str | None:
        relative = self.relative(path) if globs else None
        return deciding(globs, relative + end) if globs and relative is not None else None


class FindsSettings(Protocol):
    """Whoever knows the settings for a folder."""

    def of(self, path: Path) -> ProjectSettings: ...

    def of_folder(self, folder: Path) -> ProjectSettings: ...


class SettingsFinder:
    """Looks settings up, each folder once. `config` names the file to use for every recipe, with
    patterns relative to its own folder; `isolated` looks for none."""

    def __init__(self, *, config: str | None = None, isolated: bool = False) -> None:
        self._config = _own_place(config) if config is not None else None
        self._isolated = isolated
        self._by_folder: dict[Path, ProjectSettings] = {}

    def of(self, path: Path) -> ProjectSettings:
        """The settings for a file. Raises `SettingsError` for settings that cannot be followed and
        `CommandError` for a file that cannot be read."""
        return self.of_folder(path.parent)

    def of_folder(self, folder: Path) -> ProjectSettings:
        folder = self._config.parent if self._config else folder
        if folder not in self._by_folder:
            self._by_folder[folder] = self._look(folder)
        return self._by_folder[folder]

    def _look(self, folder: Path) -> ProjectSettings:
        if self._config is not None:
            reading = _read(self._config, named=True)
            if reading is None:
                why = "holds no settings" if self._config.exists() else "does not exist"
                raise CommandError(
                    f"{shown(self._config)} {why}; name a nam56r.toml, or a pyproject.toml with a "
                    "table [tool.nam56r]"
                )
            return _followed(reading, self._config, folder)
        if not self._isolated:
            for name in SETTINGS_FILES:
                reading = _read(folder / name)
                if reading is not None:
                    return _followed(reading, folder / name, folder)
            if folder.parent != folder:
                return self.of_folder(folder.parent)
        return ProjectSettings(Settings(), folder, None)


def _own_place(config: str) -> Path:
    """Its folder is resolved, as those of recipes are; a link is its own file."""
    try:
        path = Path(config)
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError, ValueError) as problem:
        raise CommandError(f"cannot use {shown(Path(config))}: {problem}") from problem


def _followed(reading: SettingsReading, path: Path, folder: Path) -> ProjectSettings:
    if reading.diagnostics:
        raise SettingsError(reading.diagnostics)
    return ProjectSettings(reading.settings, folder, path)


def _leads_outside(path: Path) -> bool:
    """Whether a file is a link out of its repository; one that leads nowhere is not."""
    try:
        root = repository_root(path.parent)
        return path.is_symlink() and not path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def settings_tree(source: SourceText) -> SyntaxTree:
    """A settings file as a tree; settings are always TOML."""
    return TOML.parse(source)


def _read(path: Path, *, named: bool = False) -> SettingsReading | None:
    """The settings in a file; None if there is no file, or it has no settings of ours. Only one
    that a person `named` may be a link out of its repository."""
    if not named and _leads_outside(path):
        if path.name == SHARED_FILE:
            return None
        raise CommandError(
            f"{shown(path)} is a symbolic link that leads out of the repository, so it was not "
            "opened; copy the file into the repository, or name it with --config"
        )
    try:
        data = read_file(path)
    except MissingFileError:
        return None
    except UnreadableError as problem:
        raise CommandError(f"cannot read {shown(path)}: {problem}") from problem
    if path.name == SHARED_FILE and b"nam56r" not in data:
        return None
    tree = settings_tree(SourceText(shown(path), data))
    if path.name != SHARED_FILE:
        return read_settings(tree)
    return read_settings(tree, TABLE) if has_table(tree) else None
