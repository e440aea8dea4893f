"""What the editor set, by folder: asked for where it can be asked, taken as sent where not.

Must not know what a setting does.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from nam56r_core.settings.editor import EditorSettings, editor_settings
from nam56r_server.lsp import garbage
from nam56r_server.lsp.uris import path_of

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

log = logging.getLogger(__name__)

SECTION = "nam56r"
WATCHED = ("**/*.nam56r.{yaml,yml,toml,json}", "**/nam56r.toml", "**/pyproject.toml")

_tasks: set[asyncio.Task[None]] = set()


def begin(ls: Server) -> None:
    """After `initialized`: load the core, ask for settings, watch files."""
    ls.session.documents  # noqa: B018  (loads the core while nobody waits)
    garbage.settle()
    _start(_watch_files(ls))
    changed(ls, None)


def changed(ls: Server, sent: Any) -> None:
    """The editor's settings changed; `sent` is what came along, if anything."""
    workspace = ls.client_capabilities.workspace
    if workspace is not None and workspace.configuration:
        _start(_ask(ls))
        return
    if isinstance(sent, dict):
        ls.session.editor = {None: editor_settings(sent.get(SECTION, sent))}
    _apply(ls)


def refresh(ls: Server) -> None:
    """Tell an editor that asks for findings, hints and the like itself to ask again."""
    workspace = ls.client_capabilities.workspace
    if workspace is None:
        return
    for capability, method in (
        (workspace.diagnostics, types.WORKSPACE_DIAGNOSTIC_REFRESH),
        (workspace.semantic_tokens, types.WORKSPACE_SEMANTIC_TOKENS_REFRESH),
        (workspace.inlay_hint, types.WORKSPACE_INLAY_HINT_REFRESH),
        (workspace.code_lens, types.WORKSPACE_CODE_LENS_REFRESH),
    ):
        if capability is not None and capability.refresh_support:
            _start(_request(ls, method, None))


async def _ask(ls: Server) -> None:
    folders = [folder.uri for folder in ls.workspace.folders.values()]
    scopes: list[str | None] = [None, *folders]
    items = [types.ConfigurationItem(scope_uri=scope, section=SECTION) for scope in scopes]
    answer = await _request(ls, types.WORKSPACE_CONFIGURATION, types.ConfigurationParams(items))
    # Some editors answer null, or with fewer values than they were asked for.
    values = list(answer) if isinstance(answer, list | tuple) else []
    values += [None] * (len(scopes) - len(values))
    editor: dict[Path | None, EditorSettings] = {None: editor_settings(values[0])}
    for scope, value in zip(folders, values[1:], strict=False):
        folder = path_of(scope)
        if folder is not None:
            # Documents are known by their real places.
            editor[Path(os.path.realpath(folder))] = editor_settings(value)
    ls.session.editor = editor
    _apply(ls)


def _apply(ls: Server) -> None:
    ls.session.settings.forget()
    ls.session.forget_all()
    ls.publisher.all_changed()
    refresh(ls)


async def _watch_files(ls: Server) -> None:
    workspace = ls.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace else None
    if watched is None or not watched.dynamic_registration:
        return
    options = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(glob_pattern=pattern) for pattern in WATCHED]
    )
    registration = types.Registration(
        "nam56r-watched-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
    )
    await _request(ls, types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams([registration]))


async def _request(ls: Server, method: str, params: Any) -> Any:
    """The editor's answer; None where it refuses, which is its right."""
    try:
        return await ls.protocol.send_request_async(method, params)
    except JsonRpcException as problem:
        log.warning("the editor refused %s: %s", method, problem)
        return None


def _start(work: Any) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_ended)


def _ended(task: asyncio.Task[None]) -> None:
    _tasks.discard(task)
    problem = None if task.cancelled() else task.exception()
    if problem is not None:
        log.error("asking the editor failed", exc_info=problem)
