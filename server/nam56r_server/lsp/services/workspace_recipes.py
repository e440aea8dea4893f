"""Finds the recipes of the workspace that are not open, in short slices of time: a workspace may
hold more folders than anybody waits for.

Must not know who needs them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from pathlib import Path

from nam56r_server.errors import CommandError
from nam56r_server.lsp.client import Client
from nam56r_server.lsp.session import Session
from nam56r_server.lsp.uris import path_of, uri_of
from nam56r_server.project import Excluded, ProjectFile, excluded, walk_recipes

log = logging.getLogger(__name__)

MOST_RECIPES = 2000
"""Recipes of a workspace that are checked; `nam56r check` has no such limit."""

SLICE = 0.005
"""Seconds after which the search yields to other work."""


def folders(client: Client) -> Iterator[Path]:
    """The folders of the workspace; none if a single file is open."""
    uris: Sequence[str | None] = client.folders or [client.root_uri]
    for uri in uris:
        path = path_of(uri) if uri else None
        if path is not None and os.path.isdir(path):  # noqa: PTH112  (it never raises)
            yield path


class WorkspaceRecipes:
    """Searches whenever it is asked, and warns once about a folder that cannot be read."""

    def __init__(self, client: Client, session: Session) -> None:
        self._client = client
        self._session = session
        self._told: dict[Path, set[str]] = {}
        """The warnings about each folder of the workspace when it was last searched completely."""

    async def closed(self) -> AsyncIterator[tuple[str, ProjectFile]]:
        """URIs, as the editor would write them, and files; each recipe once, in the order of
        their paths. What is open is left out at the moment at which its turn comes. Whatever else
        the editor sent is answered meanwhile, and a task that walks can be cancelled."""
        seen: set[Path] = set()
        here = list(folders(self._client))
        for gone in self._told.keys() - here:
            del self._told[gone]
        for folder in here:
            real = folder.resolve()
            for file in sorted(
                [file async for file in self._below(folder)],
                key=lambda file: file.path.parts,
            ):
                await asyncio.sleep(0)
                if file.path in seen or self._session.documents.by_path(file.path) is not None:
                    continue
                if len(seen) == MOST_RECIPES:
                    log.info("only %s recipes of the workspace are looked at", MOST_RECIPES)
                    return
                seen.add(file.path)
                # A folder may be open through a link, which recipes are not known by.
                yield uri_of(folder / file.path.relative_to(real)), file

    async def _below(self, folder: Path) -> AsyncIterator[ProjectFile]:
        """The recipes below a folder that the settings do not leave out."""
        told = self._told.setdefault(folder, set())
        problems: set[str] = set()

        def pass_over(problem: CommandError) -> None:
            problems.add(str(problem))
            if not any(str(problem) in others for others in self._told.values()):
                self._client.warn(f"{problem}; it is passed over")
            told.add(str(problem))

        settings = self._session.finder(folder)
        left_out: list[Excluded] = []
        async for file in _in_slices(walk_recipes(folder, settings, pass_over, left_out)):
            if excluded(file.path, settings.of(file.path)) is None:
                yield file
        told &= problems


async def _in_slices(walk: Iterable[ProjectFile | None]) -> AsyncIterator[ProjectFile]:
    since = time.monotonic()
    for file in walk:
        if file is not None:
            yield file
        if time.monotonic() - since > SLICE:
            await asyncio.sleep(0)
            since = time.monotonic()
