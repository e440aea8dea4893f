"""Numbers that are written where only a text can be meant, as that text.

An environment variable holds text, and the weights of a data blend stand among its paths, so
`NCCL_IB_SL: 1` and `[0.7, a, 0.3, b]` need no quotes. Must not know any release.
"""

from __future__ import annotations

from typing import Any

from nam56r_core.changes import Path
from nam56r_core.recipe.origins import Origins

TEXTS: tuple[Path, ...] = (
    ("data", "data_path"),
    ("launch", "environment"),
    ("seams", "environment"),
)
"""Keys that hold texts, in a list or by names of their own."""


def as_written(values: Any, origins: Origins) -> Any:
    """The values of a recipe with the numbers at those keys replaced by their own characters:
    `0.70` stays `0.70`. The tree keeps its values, so what holds one is copied."""
    for path in TEXTS:
        *above, last = path
        section = values
        for part in above:
            section = section.get(part) if isinstance(section, dict) else None
        if isinstance(section, dict) and isinstance(section.get(last), dict | list):
            section = {**section, last: _texts(section[last], path, origins)}
            values = {**values, str(path[0]): section}
    return values


def _texts(value: Any, path: Path, origins: Origins) -> Any:
    if isinstance(value, dict):
        return {key: _texts(inner, (*path, key), origins) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner, (*path, at), origins) for at, inner in enumerate(value)]
    scalar = origins.scalar(path)
    if isinstance(value, int | float) and not isinstance(value, bool) and scalar is not None:
        return scalar.source.slice(scalar.range)
    return value
