"""Where the repository of the current directory, or of some files, begins: the folder that programs
which read reports (code scanning, merge requests) resolve names of files from.

It is not a project's root, of which a repository may hold several. Must not know recipes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

_MARKER = ".git"
"""A folder, or in a worktree or submodule a file."""


def repository_root(folder: Path) -> Path:
    """The nearest folder at or above an absolute one that holds `.git`, or the folder itself."""
    above = (folder, *folder.parents)
    return next((path for path in above if os.path.lexists(path / _MARKER)), folder)


def common_root(here: Path, files: Sequence[Path]) -> Path:
    """The root that absolute files are named from: that of the repository one works in, if they
    all lie in it, else that of the repository they lie in."""
    root = repository_root(here)
    if not files or (_is_root(root) and all(file.is_relative_to(root) for file in files)):
        return root
    above = Path(os.path.commonpath([file.parent for file in files]))
    theirs = repository_root(above)
    return theirs if _is_root(theirs) else root


def _is_root(folder: Path) -> bool:
    return os.path.lexists(folder / _MARKER)
