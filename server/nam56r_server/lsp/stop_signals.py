"""The signals by which a system or a terminal asks the server to end.

Must not know how the server ends.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable

log = logging.getLogger(__name__)

NAMES = ("SIGTERM", "SIGHUP", "SIGINT")


def on_stop_signal(stop: Callable[[], None]) -> None:
    """Call `stop` in the running event loop when such a signal comes, after the loop has finished
    what it is doing, such as writing several files. A signal that the caller ignores (`nohup`)
    stays ignored; Windows has no such signals."""
    loop = asyncio.get_running_loop()
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:
            continue
        try:
            loop.add_signal_handler(number, _stop, name, stop)
        except NotImplementedError:
            return


def _stop(name: str, stop: Callable[[], None]) -> None:
    log.info("ended by %s", name)
    stop()
