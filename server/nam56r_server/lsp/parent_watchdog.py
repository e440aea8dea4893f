"""Exits when the editor's process dies, after finishing any multi-file write in progress.

Must not know the protocol.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path

log = logging.getLogger(__name__)

INTERVAL = 3.0
"""Seconds between two checks."""

no_exit = threading.Lock()
"""Held while several files are written: the watchdog waits for it before it exits."""


def watch_parent(process_id: int, interval: float = INTERVAL) -> None:
    """Exit when another process ends. Runs in a thread of its own: the event loop may be waiting
    for input that never comes."""
    threading.Thread(target=_watch, args=(process_id, interval), daemon=True).start()


def _watch(process_id: int, interval: float) -> None:
    while is_alive(process_id):
        time.sleep(interval)
    log.warning("the editor (process %s) is gone", process_id)
    # The thread that reads standard input cannot be woken, so an ordinary exit would hang.
    with no_exit:
        os._exit(1)


def is_alive(process_id: int) -> bool:
    """Whether a process exists; true if this process may not signal it."""
    if os.name == "nt":
        return _is_alive_on_windows(process_id)
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return not _is_zombie(process_id)


def _is_zombie(process_id: int) -> bool:
    """Whether a process has ended and its own parent does not know yet (Linux only)."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_bytes()
        return status.rpartition(b")")[2].split()[0] == b"Z"
    except (OSError, IndexError):
        return False


def _is_alive_on_windows(process_id: int) -> bool:
    import ctypes

    synchronize, timeout = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(synchronize, False, process_id)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timeout)
    finally:
        kernel.CloseHandle(handle)
