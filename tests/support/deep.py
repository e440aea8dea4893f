"""A folder that nobody can look into, not even who may read everything: the way to it is longer
than the system takes."""

from __future__ import annotations

import os
from pathlib import Path


def bury(top: Path) -> None:
    """Put one such folder below a directory, in folders that can be looked into."""
    longest = os.pathconf(top, "PC_PATH_MAX")
    names = ["d" * 60] * ((longest - 70 - len(str(top))) // 61)
    here = os.open(top, os.O_RDONLY)
    for name in (*names, "e" * 200):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
