"""Puts an effective value and its origin into words, for plans, hovers and findings.

Must not know which release is meant.
"""

from __future__ import annotations

from nam56r_core.changes import Plain
from nam56r_core.dimensions.model import Dimension, Origin
from nam56r_core.recipe.origins import dotted


def value_with_origin(found: Dimension) -> str:
    """The value and where it comes from, such as `64, the default`."""
    return f"{written(found.value)}, {origin(found)}"


def written(value: Plain) -> str:
    """A value as YAML writes it: `true`, `null`, `64`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def origin(found: Dimension) -> str:
    """Where a value comes from, in a few words."""
    match found.origin:
        case Origin.WRITTEN:
            return "set by the recipe"
        case Origin.INHERITED:
            return "set by a base"
        case Origin.DEFAULT:
            return "the default"
        case Origin.DERIVED:
            sources = " and ".join(f"`{dotted(path)}`" for path in found.derived_from)
            return f"derived from {sources}"
