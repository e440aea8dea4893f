"""Settings, files and folders that change beside the open documents."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from nam56r_server.lsp.context import Context
from nam56r_server.lsp.uris import path_of


def did_change_configuration(context: Context, params: types.DidChangeConfigurationParams) -> None:
    """Some editors send their settings along; the others are asked for them."""
    context.configuration.changed(params.settings)


def did_change_watched_files(context: Context, params: types.DidChangeWatchedFilesParams) -> None:
    """Files changed on the disk; most of them are neither recipes nor settings."""
    paths = [path for event in params.changes if (path := path_of(event.uri)) is not None]
    if any(map(context.session.may_come_from, paths)) or _holds_a_base(context, paths):
        context.publisher.everything_changed()


def did_change_folders(context: Context, params: types.DidChangeWorkspaceFoldersParams) -> None:
    context.configuration.changed(None)
    context.watcher.bases_changed()


def _holds_a_base(context: Context, paths: Iterable[Path]) -> bool:
    """Whether a recipe, open or not, depends on one of the files."""
    real = {os.path.realpath(path) for path in paths}
    bases = {base.path for base in context.watcher.bases_in_use()}
    return any(os.path.realpath(base) in real for base in bases)
