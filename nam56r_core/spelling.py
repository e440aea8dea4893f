"""Near spellings: what somebody may have meant by a name that does not exist.

For suggestions only; nothing may be accepted or corrected by it. Must not know what the names are.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

_CUTOFF = 0.6
_PREFIX_SCORE = 0.75
_SHORTEST_PREFIX = 3
_MARGIN = 0.2
"""How much less alike than the first one a further suggestion may be: beside a mere slip of the pen
it would only distract."""
_ROUNDING = 1e-9
_WORD_BREAK = re.compile(r"[-_.\s/]+")


def nearest(
    word: str, candidates: Iterable[str], limit: int = 3, cutoff: float = _CUTOFF
) -> tuple[str, ...]:
    """Up to `limit` candidates that are spelled like `word`, the closest first.

    Case does not count, nor does the order of the words in a name (`--experts-num` finds
    `--num-experts`), and the beginning of a name finds it. Equally close names keep the order in
    which they were given; names far behind the closest one are left out. Where the candidates are
    much alike among themselves, a higher `cutoff` keeps chance likenesses out.
    """
    if not word or limit <= 0:
        return ()
    wanted = _Wanted(word)
    ranked = [
        (wanted.bound(name), rank, name) for rank, name in enumerate(dict.fromkeys(candidates))
    ]
    ranked.sort(key=lambda entry: -entry[0])
    scored: list[tuple[float, int, str]] = []
    for bound, rank, candidate in ranked:
        # What cannot come in any more needs no comparing, and neither can any after it.
        if bound < cutoff or (scored and bound < _least(scored, limit)):
            break
        score = wanted.score(candidate)
        if score >= cutoff:
            insort(scored, (-score, rank, candidate))
    return tuple(name for score, _, name in scored[:limit] if score <= scored[0][0] + _MARGIN)


def expansions(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """The candidates that a word abbreviates by the first letters of their parts: `HFTokenizer`
    stands for `HuggingFaceTokenizer`."""
    if not word.isalnum() or word.islower():
        return ()
    parts = (f"{char}[a-z]*" if char.isupper() else char for char in word)
    pattern = re.compile("".join(parts))
    return tuple(name for name in candidates if name != word and pattern.fullmatch(name))


def _least(scored: list[tuple[float, int, str]], limit: int) -> float:
    """What a further candidate must reach to be named beside those that are scored."""
    beside_first = -scored[0][0] - _MARGIN - _ROUNDING
    return beside_first if len(scored) < limit else max(beside_first, -scored[limit - 1][0])


class _Wanted:
    """A word that is looked for, and how alike others are."""

    def __init__(self, word: str) -> None:
        self._forms = _forms(word)
        plain, ordered = self._forms.plain, self._forms.ordered
        self._letters = tuple(Counter(plain).items())
        self._ordered_letters = tuple(Counter(ordered).items())
        # SequenceMatcher keeps an index of its second text, so that side is the fixed one.
        self._by_spelling = SequenceMatcher(autojunk=False, b=plain)
        self._by_words = SequenceMatcher(autojunk=False, b=ordered)

    def bound(self, candidate: str) -> float:
        """What its score cannot exceed: how alike it would be if the same letters in any order
        were the same word. Cheap, and far below the cutoff for most."""
        mine, other = self._forms, _forms(candidate)
        alike = _shared(self._letters, len(mine.plain), other.plain)
        if not (mine.same_letters and other.same_letters):
            by_words = _shared(self._ordered_letters, len(mine.ordered), other.ordered)
            alike = max(alike, by_words)
        return max(alike, _PREFIX_SCORE) if self._begins(other) else alike

    def score(self, candidate: str) -> float:
        """How alike a candidate is, from 0 to 1."""
        mine, other = self._forms, _forms(candidate)
        alike = _ratio(self._by_spelling, other.plain)
        if alike < 1.0 and (other.plain != other.ordered or mine.plain != mine.ordered):
            alike = max(alike, _ratio(self._by_words, other.ordered))
        return max(alike, _PREFIX_SCORE) if self._begins(other) else alike

    def _begins(self, other: _Forms) -> bool:
        plain = self._forms.plain
        return len(plain) >= _SHORTEST_PREFIX and other.plain.startswith(plain)


class _Forms(NamedTuple):
    """A name in lower case, the same with its words in alphabetical order, and whether both have
    the same letters, as they do unless words are parted by anything but one hyphen."""

    plain: str
    ordered: str
    same_letters: bool


@lru_cache(4096)
def _forms(name: str) -> _Forms:
    plain = name.lower().strip("-_ ") or name.lower()
    ordered = "-".join(sorted(_WORD_BREAK.split(plain)))
    return _Forms(plain, ordered, sorted(plain) == sorted(ordered))


def _shared(letters: Iterable[tuple[str, int]], length: int, other: str) -> float:
    """The upper bound of the ratio that the letters alone allow; 0 where the lengths forbid it."""
    total = length + len(other)
    if 2 * min(length, len(other)) < _CUTOFF * total:
        return 0.0
    count = other.count
    return 2.0 * sum([min(number, count(letter)) for letter, number in letters]) / total


def _ratio(matcher: SequenceMatcher[str], other: str) -> float:
    matcher.set_seq1(other)
    return matcher.ratio()
