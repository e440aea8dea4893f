"""Semantic tokens, delta: what changed between two encoded lists, as one edit.

Must not know what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SemanticTokensEdit:
    """Put `data` in place of `delete_count` numbers from `start` on (from 0)."""

    start: int
    delete_count: int
    data: tuple[int, ...]


def semantic_tokens_delta(before: Sequence[int], after: Sequence[int]) -> SemanticTokensEdit | None:
    """The smallest single edit that makes one list the other; None if they are equal."""
    shorter = min(len(before), len(after))
    start = _agreement(before, after, shorter)
    if start == len(before) == len(after):
        return None
    kept = _agreement(before[::-1], after[::-1], shorter - start)
    return SemanticTokensEdit(
        start, len(before) - start - kept, tuple(after[start : len(after) - kept])
    )


def _agreement(one: Sequence[int], other: Sequence[int], most: int) -> int:
    """How many numbers both lists begin with alike, at most `most`."""
    return next((index for index in range(most) if one[index] != other[index]), most)
