"""Settings, files and folders that change beside the open documents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from nam56r_server.lsp import configuration
from nam56r_server.lsp.refreshing import everything_changed
from nam56r_server.lsp.server import Server
from nam56r_server.lsp.uris import path_of


def did_change_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Editors that can be asked are; the others send their settings along."""
    configuration.changed(ls, params.settings)


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files changed on the disk; most of them are none of ours."""
    paths = [path for event in params.changes if (path := path_of(event.uri)) is not None]
    if any(map(ls.session.may_come_from, paths)) or _holds_a_base(ls, paths):
        everything_changed(ls)


def did_change_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    configuration.changed(ls, None)
    ls.watcher.bases_changed()


def _holds_a_base(ls: Server, paths: Iterable[Path]) -> bool:
    """Whether a recipe, open or not, depends on one of the files."""
    real = {os.path.realpath(path) for path in paths}
    bases = {base.path for base in ls.bases_in_use()}
    return any(os.path.realpath(base) in real for base in bases)
