"""Settings, files and folders that change beside the open documents."""

from __future__ import annotations

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
    paths = [path_of(event.uri) for event in params.changes]
    if any(path is not None and ls.session.may_come_from(path) for path in paths):
        everything_changed(ls)


def did_change_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    configuration.changed(ls, None)
