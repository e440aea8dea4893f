"""What the editor set, by folder: asked for where it can be asked, taken as sent where not.

Must not know what a setting does.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from nam56r_core.settings.editor import EditorSettings, editor_settings
from nam56r_server.lsp import asking, gc_tuning
from nam56r_server.lsp.refreshing import everything_changed
from nam56r_server.lsp.uris import path_of

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

SECTION = "nam56r"

_questions = count(1)


def begin(ls: Server) -> None:
    """After `initialized`: load the core, ask for settings, watch files."""
    ls.session.documents  # noqa: B018  (loads the core while nobody waits)
    gc_tuning.tune()
    ls.watcher.begin()
    changed(ls, None)


def changed(ls: Server, sent: Any) -> None:
    """The editor's settings changed; `sent` is what came along, if anything."""
    workspace = ls.client_capabilities.workspace
    if workspace is not None and workspace.configuration:
        ls.publisher.hold()
        asking.start(_ask(ls))
        return
    if isinstance(sent, dict):
        ls.session.editor = {None: editor_settings(sent.get(SECTION, sent))}
    everything_changed(ls)


async def _ask(ls: Server) -> None:
    number = next(_questions)
    ls.session.newest_question = number
    folders = [folder.uri for folder in ls.workspace.folders.values()]
    scopes: list[str | None] = [None, *folders]
    items = [types.ConfigurationItem(scope_uri=scope, section=SECTION) for scope in scopes]
    answer = await asking.ask(ls, types.WORKSPACE_CONFIGURATION, types.ConfigurationParams(items))
    if ls.session.newest_question != number:
        return  # asked again meanwhile; this may be the older answer
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
    everything_changed(ls)
    ls.publisher.release()
