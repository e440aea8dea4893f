"""Settings while they are being edited: a file that cannot be followed leaves the last good one in
force, and is itself reported.

Must not know what a setting does.
"""

from __future__ import annotations

import logging
from pathlib import Path

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.settings import Settings
from nam56r_server.errors import CommandError, SettingsError
from nam56r_server.project import ProjectSettings, SettingsFinder

log = logging.getLogger(__name__)


class LiveSettings:
    """The settings of every folder that has been asked about."""

    def __init__(self) -> None:
        self._finders: dict[str | None, SettingsFinder] = {}
        self._good: dict[tuple[str | None, Path], ProjectSettings] = {}
        self.faults: dict[str, tuple[Diagnostic, ...]] = {}
        """What is wrong with settings files, by the name that people see."""

    def of(self, path: Path, config: str | None) -> ProjectSettings:
        """The settings for a document; never raises for what somebody is typing."""
        key = (config, path.parent)
        try:
            found = self._finder(config).of(path)
        except SettingsError as problem:
            for diagnostic in problem.diagnostics:
                name = diagnostic.location.source.name
                self.faults[name] = problem.diagnostics
        except CommandError as problem:
            log.warning("settings for %s: %s", path, problem)
        else:
            self._good[key] = found
            return found
        return self._good.get(key) or ProjectSettings(Settings(), path.parent, None)

    def forget(self) -> None:
        """A settings file changed: look again, keep what was good."""
        self._finders.clear()
        self.faults.clear()

    def _finder(self, config: str | None) -> SettingsFinder:
        if config not in self._finders:
            self._finders[config] = SettingsFinder(config=config)
        return self._finders[config]
