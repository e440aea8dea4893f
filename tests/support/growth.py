"""How much longer the same work takes on four times the input.

Growth, never a time: a machine that is slow or busy is so for both sizes.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

FACTOR = 4
LEAST_TRIES = 3
MOST_TRIES = 9
BOUND = 8
"""Between what is asked for, a little more than `FACTOR`, and what work in squares takes: 16."""

Work = Callable[[], object]


def assert_grows_evenly(prepare: Callable[[int], Work], size: int) -> None:
    """Work on `FACTOR` times the input takes about `FACTOR` times as long. `prepare` makes an input
    of a size, and the work on it, which alone is measured; it is done once on every input, so that
    nothing that was kept is measured instead."""
    few = min(_seconds(prepare(size)) for _ in range(LEAST_TRIES))
    many = _seconds(prepare(FACTOR * size))
    for _ in range(MOST_TRIES):
        if many < BOUND * few:
            return
        # Other programs only make work slower: the least of many tries is the nearest to the truth.
        few = min(few, _seconds(prepare(size)))
        many = min(many, _seconds(prepare(FACTOR * size)))
    raise AssertionError(f"{FACTOR} times the input took {many / few:.1f} times as long")


def _seconds(work: Work) -> float:
    """CPU time without the garbage collector, which visits all that earlier tests have left."""
    collects = gc.isenabled()
    gc.disable()
    try:
        begin = time.process_time()
        work()
        return time.process_time() - begin
    finally:
        if collects:
            gc.enable()
