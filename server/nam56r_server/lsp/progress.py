"""Telling the editor that something takes a while, where it wants to know.

Must not know what takes so long.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from lsprotocol import types

from nam56r_server.lsp import asking

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

LONGEST_WAIT = 1.0
"""Seconds for which an editor is waited for that does not say whether it takes a token."""


@asynccontextmanager
async def progress(
    ls: Server, title: str, token: types.ProgressToken | None
) -> AsyncIterator[None]:
    """Shown while the block runs: under the editor's own `token`, or under one that it has taken.
    Where it takes none, the block runs all the same."""
    if token is None:
        token = await _taken(ls)
    if token is None:
        yield
        return
    _tell(ls, token, types.WorkDoneProgressBegin(title))
    try:
        yield
    finally:
        _tell(ls, token, types.WorkDoneProgressEnd())


async def _taken(ls: Server) -> types.ProgressToken | None:
    """A token of ours that the editor accepts; None where it shows no progress, or refuses."""
    window = ls.client_capabilities.window
    if not (window and window.work_done_progress):
        return None
    token = str(uuid.uuid4())
    params = types.WorkDoneProgressCreateParams(token)
    asked = asking.start(asking.accepts(ls, types.WINDOW_WORK_DONE_PROGRESS_CREATE, params))
    done, _ = await asyncio.wait({asked}, timeout=LONGEST_WAIT)
    return token if done and asked.result() else None


def _tell(
    ls: Server,
    token: types.ProgressToken,
    value: types.WorkDoneProgressBegin | types.WorkDoneProgressEnd,
) -> None:
    ls.progress(types.ProgressParams(token, ls.wire.unstructure(value)))
