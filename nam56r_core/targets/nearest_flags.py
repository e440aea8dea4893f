"""Flags of a catalog that somebody may have meant by an option that it does not have.

Must not know why an option is asked for.
"""

from __future__ import annotations

from functools import lru_cache

from nam56r_core.spelling import nearest
from nam56r_core.targets.catalog import Catalog

_LIKE_A_FLAG = 0.75


@lru_cache(256)
def nearest_flags(
    catalog: Catalog, option: str, limit: int = 3, without: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Option strings of a catalog that are spelled like an unknown one, but for some, for hidden
    ones and for those that only ModelOpt brings.

    Flags share so many words that only a close likeness is one: a slip of the pen, or words that
    were left out. Kept, as somebody who types elsewhere is told the same after every letter.
    """
    candidates = [
        name
        for flag in catalog.flags
        if not (flag.hidden or flag.needs_modelopt)
        for name in flag.options
        if name not in without
    ]
    near = nearest(option, candidates, limit, _LIKE_A_FLAG)
    if near:
        return near
    fuller = [name for name in candidates if _leaves_out(option, name)]
    fewest = min((name.count("-") for name in fuller), default=0)
    return tuple(name for name in fuller if name.count("-") == fewest)[:limit]


def _leaves_out(short: str, long: str) -> bool:
    """Whether the words of one option, two or more, are among those of the other in order."""
    words, others = short.strip("-").split("-"), iter(long.strip("-").split("-"))
    return len(words) > 1 and all(word in others for word in words)
