"""Settings while they are being edited: a file that cannot be followed leaves the last good one in
force, and the log says so.

Must not know what a setting does.
"""

from __future__ import annotations

import logging
from pathlib import Path

from nam56r_core.settings import Settings
from nam56r_server.errors import CommandError
from nam56r_server.project import ProjectSettings, SettingsFinder

log = logging.getLogger(__name__)


class LiveSettings:
    """The settings of every folder that has been asked about."""

    def __init__(self) -> None:
        self._finders: dict[str | None, SettingsFinder] = {}
        self._good: dict[tuple[str | None, Path], ProjectSettings] = {}
        self._said: set[str] = set()
        """What is wrong with settings, and was logged: once, not for every document."""

    def of(self, path: Path, config: str | None) -> ProjectSettings:
        """The settings for a document; never raises for what somebody is typing."""
        key = (config, path.parent)
        try:
            found = self._finder(config).of(path)
        except CommandError as problem:
            self._say(str(problem))
        else:
            self._good[key] = found
            return found
        return self._good.get(key) or ProjectSettings(Settings(), path.parent, None)

    def forget(self) -> None:
        """A settings file changed: look again, keep what was good."""
        self._finders.clear()
        self._said.clear()

    def _say(self, problem: str) -> None:
        if problem not in self._said:
            self._said.add(problem)
            log.warning("settings that cannot be followed, the last good ones hold: %s", problem)

    def _finder(self, config: str | None) -> SettingsFinder:
        if config not in self._finders:
            self._finders[config] = SettingsFinder(config=config)
        return self._finders[config]
