"""The same work on many items, spread over the processors, with the results in order.

The workers are forked, so they know everything that this process has loaded, and only their results
are pickled. This process does the first item before it forks: what that item loads is then loaded
once. Where a process cannot be forked safely, or too few items are there to make up for the start
of the workers, this process does all the work. Must not know what the work is.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

FEWEST = 40
"""Items from which on workers pay."""

MOST_WORKERS = 8
_BLOCK = 8
"""Items whose results are sent together."""


def in_order(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """The result of each item, in their order. An exception of the work is raised here, at the turn
    of its item."""
    workers = min(processors(), MOST_WORKERS) if len(items) >= FEWEST else 1
    if workers == 1 or sys.platform != "linux":
        yield from map(work, items)
        return
    yield work(items[0])
    gc.freeze()  # no collection in a worker touches, and so copies, what all of them share
    blocks = [items[start : start + _BLOCK] for start in range(1, len(items), _BLOCK)]
    team: list[tuple[BaseProcess, Connection]] = []
    try:
        for number in range(workers):
            team.append(_start(work, blocks[number::workers], [end for _, end in team]))
        for number, block in enumerate(blocks):
            results: Sequence[tuple[Result] | None] = _received(team[number % workers][1], block)
            for index, item in enumerate(block):
                done = results[index]
                # What failed there is done again here, where it can raise.
                yield work(item) if done is None else done[0]
    finally:
        for process, end in team:
            end.close()
            process.terminate()
        for process, _ in team:
            process.join()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _start(
    work: Callable[[Item], Result], blocks: Sequence[Sequence[Item]], others: Sequence[Connection]
) -> tuple[BaseProcess, Connection]:
    import multiprocessing  # loads thirty modules that one recipe does not need

    reading, writing = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    process = context.Process(
        target=_labour, args=(work, blocks, writing, [reading, *others]), daemon=True
    )
    process.start()
    writing.close()
    return process, reading


def _labour(
    work: Callable[[Item], Result],
    blocks: Sequence[Sequence[Item]],
    writing: Connection,
    inherited: Sequence[Connection],
) -> None:
    """Do the work of one worker. It ends when nobody reads what it writes, also when the reader was
    killed; for that, no copy of a reading end may be left open."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, too, and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for end in inherited:
        end.close()
    with suppress(BrokenPipeError):
        for block in blocks:
            writing.send([_attempt(work, item) for item in block])


def _attempt(work: Callable[[Item], Result], item: Item) -> tuple[Result] | None:
    """The result; None where the parent has to try, and raise what is raised."""
    try:
        return (work(item),)
    except Exception:
        return None


def _received(end: Connection, block: Sequence[Item]) -> Sequence[tuple[Result] | None]:
    """The results of a block; none from a worker that is gone."""
    try:
        return cast("Sequence[tuple[Result] | None]", end.recv())
    except (EOFError, OSError):
        return [None] * len(block)
