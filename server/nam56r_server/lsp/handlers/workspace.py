"""Settings, files and folders that change beside the open documents."""

from __future__ import annotations

from lsprotocol import types

from nam56r_server.lsp import configuration
from nam56r_server.lsp.server import Server


def did_change_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Editors that can be asked are; the others send their settings along."""
    configuration.changed(ls, params.settings)


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """A base or a settings file changed on the disk."""
    ls.session.settings.forget()
    ls.session.forget_all()
    ls.publisher.all_changed()
    configuration.refresh(ls)


def did_change_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    configuration.changed(ls, None)
