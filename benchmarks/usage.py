"""What a process has used so far: processor time and the most memory it ever held.

Read from `/proc`, so on Linux only; elsewhere both are unknown (None), which the report says.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
"""Of processor time in a second: coarse for one edit, fine for two hundred."""


@dataclass(frozen=True)
class Usage:
    """Seconds of processor time over all threads, and the peak of resident memory in bytes."""

    processor: float
    memory: int


def usage_of(process_id: int) -> Usage | None:
    """What a process and its children use; None where that cannot be asked."""
    try:
        members = [_own_usage(member) for member in _family(process_id)]
    except OSError:
        return None
    return Usage(sum(m.processor for m in members), sum(m.memory for m in members))


def _family(process_id: int) -> list[int]:
    """The process and all below it."""
    found = [process_id]
    for member in found:
        for thread in Path(f"/proc/{member}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    return found


def _own_usage(process_id: int) -> Usage:
    """Both as the kernel counts them for the process, threads that have ended included."""
    home = Path(f"/proc/{process_id}")
    fields = (home / "stat").read_text().rpartition(")")[2].split()
    spent = sum(int(ticks) for ticks in fields[11:13])
    lines = (home / "status").read_text().splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return Usage(spent / _TICKS, int(peak.split()[1]) * 1024)
