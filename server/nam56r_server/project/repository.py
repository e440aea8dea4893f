"""Where the repository of the current directory begins: the folder that programs which read reports
(code scanning, merge requests) resolve names of files from.

It is not a project's root, of which a repository may hold several. Must not know recipes.
"""

from __future__ import annotations

import os
from pathlib import Path

_MARKER = ".git"
"""A folder, or in a worktree or submodule a file."""


def repository_root(folder: Path) -> Path:
    """The nearest folder at or above an absolute one that holds `.git`, or the folder itself."""
    above = (folder, *folder.parents)
    return next((path for path in above if os.path.lexists(path / _MARKER)), folder)
