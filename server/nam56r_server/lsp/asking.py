"""Questions to the editor, which are answered later or not at all.

Must not know what is asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

log = logging.getLogger(__name__)

_tasks: set[asyncio.Task[None]] = set()


async def ask(ls: Server, method: str, params: Any) -> Any:
    """The editor's answer; None where it refuses, which is its right, or is taking leave: after
    `shutdown` it is asked nothing."""
    if ls.is_shut_down:
        return None
    try:
        return await ls.protocol.send_request_async(method, params)
    except JsonRpcException as problem:
        log.warning("the editor refused %s: %s", method, problem)
        return None


def start(work: Coroutine[Any, Any, Any]) -> None:
    """Begin to ask, and go on meanwhile."""
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_ended)


def _ended(task: asyncio.Task[None]) -> None:
    _tasks.discard(task)
    problem = None if task.cancelled() else task.exception()
    if problem is not None:
        log.error("asking the editor failed", exc_info=problem)
