"""Settings while they are being edited: a file that cannot be followed leaves the last good one in
force, and somebody is told.

Must not know what a setting does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nam56r_core.settings import Settings
from nam56r_server.errors import CommandError
from nam56r_server.project import ProjectSettings, SettingsFinder
from nam56r_server.project.settings import SETTINGS_FILES


class LiveSettings:
    """The settings of every folder that has been asked about. `tell` is told what is wrong with a
    file: once for as long as it is wrong, not for every document, nor whenever one is saved."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._finders: dict[str | None, LiveFinder] = {}
        self._good: dict[str | None, dict[Path, ProjectSettings]] = {}
        self._failing: dict[tuple[str | None, Path], str] = {}
        """What is wrong with the settings of a folder, and was told."""

    def of(self, path: Path, config: str | None) -> ProjectSettings:
        """The settings for a document."""
        return self.finder(config).of(path)

    def finder(self, config: str | None) -> LiveFinder:
        """Finds settings where `config` names the file to use, if it names one."""
        if config not in self._finders:
            good = self._good.setdefault(config, {})
            self._finders[config] = LiveFinder(config, good, self._looked)
        return self._finders[config]

    def forget(self) -> None:
        """A settings file changed: look again, keep what was good."""
        self._finders.clear()

    def _looked(self, config: str | None, folder: Path, problem: str | None) -> None:
        before = self._failing.pop((config, folder), None)
        if before not in (None, problem):
            # It is gone for every folder, also for those that nobody looks into again.
            self._failing = {at: other for at, other in self._failing.items() if other != before}
        if problem is not None:
            if problem != before and problem not in self._failing.values():
                self._tell(f"settings that cannot be followed, the last good ones hold: {problem}")
            self._failing[config, folder] = problem


class LiveFinder:
    """Looks settings up as `SettingsFinder` does, but never raises for what somebody is typing."""

    def __init__(
        self,
        config: str | None,
        good: dict[Path, ProjectSettings],
        looked: Callable[[str | None, Path, str | None], None],
    ) -> None:
        """`looked` is told for which folder settings were looked up, and what is wrong."""
        self._config = config
        self._good = good
        """By the file that they are in."""
        self._looked = looked
        self._finder: SettingsFinder | None = None

    def of(self, path: Path) -> ProjectSettings:
        return self.of_folder(path.parent)

    def of_folder(self, folder: Path) -> ProjectSettings:
        try:
            if self._finder is None:
                self._finder = SettingsFinder(config=self._config)
            found = self._finder.of_folder(folder)
        except CommandError as problem:
            self._looked(self._config, folder, str(problem))
            return self._last_good(folder) or ProjectSettings(Settings(), folder, None)
        self._looked(self._config, folder, None)
        if found.path is not None:
            self._good[found.path] = found
        return found

    def _last_good(self, folder: Path) -> ProjectSettings | None:
        """Of the nearest file that was good; where one is named for all, of that."""
        if self._config is not None:
            return next(iter(self._good.values()), None)
        for above in (folder, *folder.parents):
            for path in (above / name for name in SETTINGS_FILES):
                if path in self._good and path.exists():
                    return self._good[path]
        return None
