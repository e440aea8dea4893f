"""The editor's settings, by folder: requested if the editor answers that, else taken as sent.

Must not know what a setting does.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from lsprotocol import types

from nam56r_core.settings.editor import EditorSettings, editor_settings
from nam56r_server.lsp.client import Client
from nam56r_server.lsp.services.publishing import Publisher
from nam56r_server.lsp.session import Session
from nam56r_server.lsp.uris import path_of

SECTION = "nam56r"


class Configuration:
    """Keeps the session's copy of the editor's settings current."""

    def __init__(self, client: Client, session: Session, publisher: Publisher) -> None:
        self._client = client
        self._session = session
        self._publisher = publisher
        self._newest_request = 0

    def changed(self, sent: Any) -> None:
        """The settings changed; `sent` are those of the notification, if it has any."""
        if self._client.capabilities.answers_configuration:
            self._publisher.hold()
            self._client.start(self._ask())
            return
        if isinstance(sent, dict):
            self._session.editor = {None: editor_settings(sent.get(SECTION, sent))}
        self._publisher.everything_changed()

    async def _ask(self) -> None:
        self._newest_request += 1
        number = self._newest_request
        folders = self._client.folders
        scopes: list[str | None] = [None, *folders]
        items = [types.ConfigurationItem(scope_uri=scope, section=SECTION) for scope in scopes]
        params = types.ConfigurationParams(items)
        answer = await self._client.ask(types.WORKSPACE_CONFIGURATION, params)
        if self._newest_request != number:
            return  # a later request was sent meanwhile, and this answer may be the older one
        # Some editors answer null, or with fewer values than were requested.
        values = list(answer) if isinstance(answer, list | tuple) else []
        values += [None] * (len(scopes) - len(values))
        editor: dict[Path | None, EditorSettings] = {None: editor_settings(values[0])}
        for scope, value in zip(folders, values[1:], strict=False):
            folder = path_of(scope)
            if folder is not None:
                # Documents are known by their real places.
                editor[Path(os.path.realpath(folder))] = editor_settings(value)
        self._session.editor = editor
        self._publisher.everything_changed()
        self._publisher.release()
