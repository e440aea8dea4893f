"""Telling the editor that something takes a while, where it wants to know.

Must not know what takes so long.
"""

from __future__ import annotations

import uuid
from types import TracebackType
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server


class Progress:
    """Shown while the block runs. The editor is not waited for: it was told the token before."""

    def __init__(self, ls: Server, title: str) -> None:
        window = ls.client_capabilities.window
        self._wanted = bool(window and window.work_done_progress)
        self._ls = ls
        self._title = title
        self._token = str(uuid.uuid4())

    def __enter__(self) -> None:
        if self._wanted:
            self._ls.work_done_progress.create(self._token)
            self._ls.work_done_progress.begin(self._token, types.WorkDoneProgressBegin(self._title))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._wanted:
            self._ls.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
