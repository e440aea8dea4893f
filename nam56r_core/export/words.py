"""From argv words back to a value of the recipe: the other direction of `Setting.values`.

Must not know where the words stand, nor whether the target takes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nam56r_core.changes import Path, Plain
from nam56r_core.export.settings import keys_by_option
from nam56r_core.recipe.accepts import accepts


def value_of(path: Path, option: str, words: Sequence[str]) -> Plain:
    """What the key at `path` must say for an option with its words to be written; None where no
    value of it would do that."""
    return next((value for value in _candidates(option, words) if accepts(path, value)), None)


def _candidates(option: str, words: Sequence[str]) -> Iterator[Plain]:
    """Values from the narrowest type to the widest, so that digits are a number where they can."""
    if not words:
        # The `--no-` form of a switch has no key of its own.
        yield option in keys_by_option()
        return
    for read in (int, float, str):
        try:
            values: list[Plain] = [read(word) for word in words]
        except ValueError:
            continue
        if len(values) == 1:
            yield values[0]
        yield values
