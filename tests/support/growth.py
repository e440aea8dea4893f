"""How much longer the same work takes on four times the input.

Growth, never a time: a machine that is slow or busy is so for both sizes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

FACTOR = 4
TRIES = 3
BOUND = 8
"""Between what is asked for, a little more than `FACTOR`, and what work in squares takes: 16."""

Work = Callable[[], object]


def assert_grows_evenly(prepare: Callable[[int], Work], size: int) -> None:
    """Work on `FACTOR` times the input takes about `FACTOR` times as long. `prepare` makes an input
    of a size, and the work on it, which alone is measured; it is done once on every input, so that
    nothing that was kept is measured instead."""
    few = min(_seconds(prepare(size)) for _ in range(TRIES))
    ratios = []
    for _ in range(TRIES):
        ratios.append(_seconds(prepare(FACTOR * size)) / few)
        if ratios[-1] < BOUND:
            return
    raise AssertionError(f"{FACTOR} times the input took {min(ratios):.1f} times as long")


def _seconds(work: Work) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin
