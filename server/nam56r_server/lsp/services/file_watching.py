"""Asks the editor to report changed files: those of the workspace, and those of the folders outside
of it that hold bases.

Must not know what a change means.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from lsprotocol import types

from nam56r_server.lsp import globs
from nam56r_server.lsp.client import Client
from nam56r_server.lsp.services.workspace_diagnostics import WorkspaceDiagnostics
from nam56r_server.lsp.services.workspace_recipes import folders
from nam56r_server.lsp.session import Session
from nam56r_server.lsp.uris import uri_of
from nam56r_server.project import ProjectFile

INTERVAL = 0.2
"""Seconds for which changes of bases are gathered."""

_numbers = count(1)


class FileWatcher:
    """Registers file watchers, if the editor supports that."""

    def __init__(
        self, client: Client, session: Session, workspace_diagnostics: WorkspaceDiagnostics
    ) -> None:
        self._client = client
        self._session = session
        self._workspace_diagnostics = workspace_diagnostics
        self._is_scheduled = False
        self._outside: dict[Path, str] = {}
        """Folders outside of the workspace, and the names of their registrations."""

    def begin(self) -> None:
        """Watch the folders of the workspace."""
        if self._client.capabilities.watches_files:
            self._client.start(self._register("nam56r-watched-files", globs.BELOW))

    def bases_changed(self) -> None:
        """Recipes depend on other documents than before."""
        if self._is_scheduled or not self._client.capabilities.watches_other_folders:
            return
        self._is_scheduled = True
        asyncio.get_running_loop().call_later(INTERVAL, self._follow)

    def bases_in_use(self) -> Iterator[ProjectFile]:
        """The bases of open recipes and of those in the workspace; some of them more than once."""
        yield from self._session.bases_in_use()
        yield from self._workspace_diagnostics.bases_in_use()

    def _follow(self) -> None:
        self._is_scheduled = False
        wanted = self._folders_of_bases()
        for folder in self._outside.keys() - wanted:
            self._client.start(self._unregister(self._outside.pop(folder)))
        for folder in sorted(wanted - self._outside.keys()):
            name = self._outside[folder] = f"nam56r-watched-bases-{next(_numbers)}"
            pattern = types.RelativePattern(uri_of(folder), globs.HERE)
            self._client.start(self._register(name, pattern))

    def _folders_of_bases(self) -> set[Path]:
        inside = [folder.resolve() for folder in folders(self._client)]
        used = {base.path.parent for base in self.bases_in_use()}
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
        await self._client.ask(types.CLIENT_REGISTER_CAPABILITY, params)

    async def _unregister(self, name: str) -> None:
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        params = types.UnregistrationParams([types.Unregistration(name, method)])
        await self._client.ask(types.CLIENT_UNREGISTER_CAPABILITY, params)
