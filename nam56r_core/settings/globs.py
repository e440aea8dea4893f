"""Patterns of file names, as in `.gitignore`.

The matching is the library's; it is loaded only where there are patterns. Must not know what a
matched file is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_OPEN = re.compile(r"(?<!\\)\[(?![!^]?\]?[^\]]*\])")


def matches(globs: Sequence[str], path: str) -> bool:
    """Whether a path (POSIX slashes, relative to the folder of the settings) is meant."""
    return bool(globs) and bool(_spec(tuple(globs)).match_file(path))


def deciding(globs: Sequence[str], path: str) -> str | None:
    """The pattern by which a path is meant; None if it is not."""
    found = _spec(tuple(globs)).check_file(path)
    return globs[found.index] if found.include and found.index is not None else None


def glob_fault(glob: str) -> str | None:
    """What is wrong with a pattern, or None; one that can match nothing is wrong, too."""
    parts = glob.lstrip("!").split("/")
    if ".." in parts:
        return "it leads out of the folder of the settings, and only what is below is looked at"
    if "." in parts:
        return "a part `.` matches nothing; leave it out"
    if _OPEN.search(glob):
        return "a bracket is not closed"
    try:
        _spec((glob,))
    except ValueError as problem:
        return str(problem)
    return None


@lru_cache(maxsize=256)
def _spec(globs: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(globs)
