"""Asks the editor to report changed files: those of the workspace, and those of the folders outside
of it that hold bases.

Must not know what a change means.
"""

from __future__ import annotations

import asyncio
import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from nam56r_server.lsp import asking, globs
from nam56r_server.lsp.uris import uri_of
from nam56r_server.lsp.workspace_recipes import folders

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

INTERVAL = 0.2
"""Seconds for which changes of bases are gathered."""

_numbers = count(1)


class FileWatcher:
    """Registers file watchers, if the editor supports that."""

    def __init__(self, ls: Server) -> None:
        self._ls = ls
        self._is_scheduled = False
        self._outside: dict[Path, str] = {}
        """Folders outside of the workspace, and the names of their registrations."""

    def begin(self) -> None:
        """Watch the folders of the workspace."""
        if self._can is not None and self._can.dynamic_registration:
            asking.start(self._register("nam56r-watched-files", globs.BELOW))

    def bases_changed(self) -> None:
        """Recipes depend on other documents than before."""
        can = self._can
        if self._is_scheduled or not (
            can and can.dynamic_registration and can.relative_pattern_support
        ):
            return
        self._is_scheduled = True
        asyncio.get_running_loop().call_later(INTERVAL, self._follow)

    @property
    def _can(self) -> types.DidChangeWatchedFilesClientCapabilities | None:
        workspace = self._ls.client_capabilities.workspace
        return workspace.did_change_watched_files if workspace else None

    def _follow(self) -> None:
        self._is_scheduled = False
        wanted = self._folders_of_bases()
        for folder in self._outside.keys() - wanted:
            asking.start(self._unregister(self._outside.pop(folder)))
        for folder in sorted(wanted - self._outside.keys()):
            name = self._outside[folder] = f"nam56r-watched-bases-{next(_numbers)}"
            pattern = types.RelativePattern(uri_of(folder), globs.HERE)
            asking.start(self._register(name, pattern))

    def _folders_of_bases(self) -> set[Path]:
        inside = [folder.resolve() for folder in folders(self._ls)]
        used = {base.path.parent for base in self._ls.bases_in_use()}
        return {
            folder
            for folder in used
            if os.path.isdir(folder)  # noqa: PTH112  (it never raises)
            and not any(folder.is_relative_to(above) for above in inside)
        }

    async def _register(self, name: str, pattern: str | types.RelativePattern) -> None:
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(pattern)])
        params = types.RegistrationParams([types.Registration(name, method, options)])
        await asking.ask(self._ls, types.CLIENT_REGISTER_CAPABILITY, params)

    async def _unregister(self, name: str) -> None:
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        params = types.UnregistrationParams([types.Unregistration(name, method)])
        await asking.ask(self._ls, types.CLIENT_UNREGISTER_CAPABILITY, params)
