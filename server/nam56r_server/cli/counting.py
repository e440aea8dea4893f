"""Words about numbers of things.

Must not know what is counted.
"""

from __future__ import annotations

from collections.abc import Sized


def counted(number: int, noun: str) -> str:
    """`1 recipe`, `2 recipes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def nothing_to_do(excluded: Sized) -> str:
    """Why a command had no recipe to look at."""
    if excluded:
        return f"Nothing to do: {counted(len(excluded), 'path')} excluded by the settings\n"
    return "No recipes found: their names end in .nam56r.yaml, .yml, .toml or .json\n"
