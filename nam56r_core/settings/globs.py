"""Patterns of file names, as in `.gitignore`.

The matching is the library's; it is loaded only where there are patterns. Must not know what a
matched file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_BRACKETS = re.compile(r"\\.|(?P<closed>\[[!^]?+\]?+[^\]]*+\])|(?P<open>\[)")
_CLASS = re.compile(r"\[[:.=]")
_TWICE = re.compile(r"([-&~|])\1")
"""What Python may give a meaning of its own in brackets some day, as to `[[`: it warns of both, and
the library hands them on."""

_NOTHING_CLOSED = re.compile(r"\[[!^]?\]")


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
    if "" in parts[1:-1]:
        return "nothing stands between two `/`, which matches nothing; leave one out"
    if glob.startswith("#"):
        return "it is a comment, which matches nothing; write `\\#` for a name that begins so"
    for fault in _bracket_faults(parts):
        return fault
    try:
        spec = _spec((glob,))
    except re.error as problem:
        return problem.msg
    except ValueError as problem:
        return str(problem)
    if not any(pattern.regex for pattern in spec.patterns):
        return "it matches nothing"
    return None


def _bracket_faults(parts: Sequence[str]) -> Iterator[str]:
    """Faults of `[…]`, which cannot hold a `/`; and what the library reads otherwise than Git."""
    for found in (found for part in parts for found in _BRACKETS.finditer(part)):
        inside = found["closed"] or ""
        if found["open"] and _NOTHING_CLOSED.match(found.string, found.start()):
            yield "a bracket is not closed, as a `]` that comes first stands for itself"
        elif found["open"]:
            yield "a bracket is not closed"
        elif _CLASS.search(inside, 1):
            yield "`[:…:]` in brackets is not known here; write the characters, such as `a-z`"
        elif _TWICE.search(inside, 2):
            yield "a character stands twice in a row in brackets; write it once"
        elif inside.startswith(("[[", "[![", "[^[")):
            yield "a `[` cannot come first in brackets; write `\\[`, or put it behind another"
        elif "\\" in inside:
            yield "`\\` means nothing in brackets; write `]` as the first character in them"


@lru_cache(maxsize=256)
def _spec(globs: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(globs)
