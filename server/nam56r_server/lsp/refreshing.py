"""What is shown of recipes that nobody edited, but that read differently than before.

Must not know why they do.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from nam56r_server.lsp import asking

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

INTERVAL = 0.2
"""Seconds for which changes are gathered: each makes an editor ask for all that it shows."""


def everything_changed(ls: Server) -> None:
    """Settings, files or folders changed: any recipe may look different."""
    ls.session.settings.forget()
    ls.session.forget_all()
    ls.publisher.all_changed()
    ls.refresher.wanted()


class Refresher:
    """Tells an editor that asks for findings, hints and the like itself to ask again."""

    def __init__(self, ls: Server) -> None:
        self._ls = ls
        self._is_scheduled = False

    def wanted(self) -> None:
        """Something that the editor may show is no longer so."""
        if not self._is_scheduled:
            self._is_scheduled = True
            asyncio.get_running_loop().call_later(INTERVAL, self._send)

    def _send(self) -> None:
        self._is_scheduled = False
        workspace = self._ls.client_capabilities.workspace
        if workspace is None:
            return
        for capability, method in (
            (workspace.diagnostics, types.WORKSPACE_DIAGNOSTIC_REFRESH),
            (workspace.semantic_tokens, types.WORKSPACE_SEMANTIC_TOKENS_REFRESH),
            (workspace.inlay_hint, types.WORKSPACE_INLAY_HINT_REFRESH),
            (workspace.code_lens, types.WORKSPACE_CODE_LENS_REFRESH),
        ):
            if capability is not None and capability.refresh_support:
                asking.start(asking.ask(self._ls, method, None))
