"""Numbers of things in words.

Must not know what is counted.
"""

from __future__ import annotations


def counted(number: int, noun: str, many: str | None = None) -> str:
    """`1 layer`, `2 layers`; `many` for nouns that take more than an s."""
    return f"{number} {inflected(number, noun, many)}"


def inflected(number: int, noun: str, many: str | None = None) -> str:
    """The noun alone, as it stands behind a number."""
    return noun if number == 1 else many or noun + "s"
