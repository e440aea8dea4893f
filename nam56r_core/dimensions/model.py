"""A dimension: one size or choice of a model, with its value and its origin.

Values only. Must not know how a value is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Path, Plain
from nam56r_core.recipe.origins import dotted


class Origin(Enum):
    """Where an effective value comes from."""

    WRITTEN = "written"
    INHERITED = "inherited"
    DERIVED = "derived"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Dimension:
    """The effective value at a recipe path.

    `derived_from` are the recipe paths that a derived value is computed from; empty otherwise.
    """

    path: Path
    value: Plain
    origin: Origin
    derived_from: tuple[Path, ...] = ()

    @property
    def key(self) -> str:
        return dotted(self.path)

    @property
    def is_assumed(self) -> bool:
        """Whether the release supplies the value because no file does."""
        return self.origin in (Origin.DERIVED, Origin.DEFAULT)
