"""Near spellings: what somebody may have meant by a name that does not exist.

For suggestions only; nothing may be accepted or corrected by it. Must not know what the names are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_CUTOFF = 0.6
_PREFIX_SCORE = 0.75
_SHORTEST_PREFIX = 3
_MARGIN = 0.2
"""How much less alike than the first one a further suggestion may be: beside a mere slip of the pen
it would only distract."""
_WORD_BREAK = re.compile(r"[-_.\s/]+")


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` candidates that are spelled like `word`, the closest first.

    Case does not count, nor does the order of the words in a name (`--experts-num` finds
    `--num-experts`), and the beginning of a name finds it. Equally close names keep the order in
    which they were given; names far behind the closest one are left out.
    """
    if not word or limit <= 0:
        return ()
    plain, ordered = _forms(word)
    # SequenceMatcher keeps an index of its second text, so that side is the fixed one.
    by_spelling = SequenceMatcher(autojunk=False, b=plain)
    by_words = SequenceMatcher(autojunk=False, b=ordered)
    scored: list[tuple[float, int, str]] = []
    seen: set[str] = set()
    for rank, candidate in enumerate(candidates):
        if candidate in seen:
            continue
        seen.add(candidate)
        other, other_ordered = _forms(candidate)
        score = _score(by_spelling, other)
        if score < 1.0 and (other != other_ordered or plain != ordered):
            score = max(score, _score(by_words, other_ordered))
        if len(plain) >= _SHORTEST_PREFIX and other.startswith(plain):
            score = max(score, _PREFIX_SCORE)
        if score >= _CUTOFF:
            scored.append((-score, rank, candidate))
    scored.sort()
    return tuple(name for score, _, name in scored[:limit] if score <= scored[0][0] + _MARGIN)


@lru_cache(4096)
def _forms(name: str) -> tuple[str, str]:
    """A name in lower case, and the same with its words in alphabetical order."""
    plain = name.lower().strip("-_ ") or name.lower()
    return plain, "-".join(sorted(_WORD_BREAK.split(plain)))


def _score(matcher: SequenceMatcher[str], other: str) -> float:
    matcher.set_seq1(other)
    # The two cheap upper bounds spare most of the quadratic comparisons.
    if matcher.real_quick_ratio() < _CUTOFF or matcher.quick_ratio() < _CUTOFF:
        return 0.0
    return matcher.ratio()
