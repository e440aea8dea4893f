"""The recipes of the workspace's folders that are not open; looked for only when somebody asks.

Must not know what for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nam56r_server.errors import CommandError
from nam56r_server.lsp.uris import path_of, uri_of
from nam56r_server.project import Place, find_recipes

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

log = logging.getLogger(__name__)

MOST_RECIPES = 2000
"""Recipes of a workspace that are looked at; more of them are the command's to check."""


def folders(ls: Server) -> Iterator[Path]:
    """The folders of the workspace; a single file has none, and none is made up for it."""
    # The library keeps folders by a name that is not their URI.
    uris = [folder.uri for folder in ls.workspace.folders.values()]
    for uri in uris or [ls.workspace.root_uri]:
        path = path_of(uri) if uri else None
        if path is not None and path.is_dir():
            yield path


def closed_recipes(ls: Server) -> Iterator[tuple[str, Place]]:
    """URIs, as the editor would write them, and places; each recipe once, in the order of their
    paths. What is open is left out at the moment at which its turn comes."""
    seen: set[Path] = set()
    for folder in folders(ls):
        try:
            config = ls.session.editor_settings(folder).configuration
            found = find_recipes([str(folder)], ls.session.settings.finder(config))
        except CommandError as problem:
            log.warning("%s", problem)
            continue
        real = folder.resolve()
        for place in found.places:
            if place.path in seen or ls.session.documents.by_path(place.path) is not None:
                continue
            if len(seen) == MOST_RECIPES:
                log.info("only %s recipes of the workspace are looked at", MOST_RECIPES)
                return
            seen.add(place.path)
            # A folder may be open through a link, which recipes are not known by.
            yield uri_of(folder / place.path.relative_to(real)), place
