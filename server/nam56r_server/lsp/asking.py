"""Questions to the editor, which are answered later or not at all.

Must not know what is asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

log = logging.getLogger(__name__)

_tasks: set[asyncio.Task[Any]] = set()

Answer = TypeVar("Answer")


async def ask(ls: Server, method: str, params: Any) -> Any:
    """The editor's answer; None where it refuses, which is its right, or is taking leave: after
    `shutdown` it is asked nothing."""
    _, answer = await _asked(ls, method, params)
    return answer


async def accepts(ls: Server, method: str, params: Any) -> bool:
    """Whether the editor agrees to something, where its answer holds nothing else."""
    accepted, _ = await _asked(ls, method, params)
    return accepted


async def _asked(ls: Server, method: str, params: Any) -> tuple[bool, Any]:
    if ls.is_shut_down:
        return False, None
    try:
        return True, await ls.protocol.send_request_async(method, params)
    except JsonRpcException as problem:
        log.warning("the editor refused %s: %s", method, problem)
        return False, None


def start(work: Coroutine[Any, Any, Answer]) -> asyncio.Task[Answer]:
    """Begin to ask, and go on meanwhile."""
    task = asyncio.get_running_loop().create_task(work)
    _tasks.add(task)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[Any]) -> None:
    _tasks.discard(task)
    problem = None if task.cancelled() else task.exception()
    if problem is not None:
        log.error("asking the editor failed", exc_info=problem)
