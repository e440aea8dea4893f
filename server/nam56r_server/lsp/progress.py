"""Telling the editor that something takes a while, where it wants to know.

Must not know what takes so long.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from lsprotocol import types

from nam56r_server.lsp import asking

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

LONGEST_WAIT = 1.0
"""Seconds for which an editor is waited for that does not say whether it takes a token."""


@contextmanager
def progress(ls: Server, title: str, token: types.ProgressToken | None) -> Iterator[None]:
    """Shown under a token while the block runs; without one the block runs all the same."""
    if token is None:
        yield
        return
    _tell(ls, token, types.WorkDoneProgressBegin(title))
    try:
        yield
    finally:
        _tell(ls, token, types.WorkDoneProgressEnd())


def is_shown(capabilities: types.ClientCapabilities) -> bool:
    """Whether an editor may be asked to take a token."""
    window = capabilities.window
    return bool(window and window.work_done_progress)


async def taken(ls: Server) -> types.ProgressToken | None:
    """A token of ours that the editor has taken; None where it refuses, or does not answer."""
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
