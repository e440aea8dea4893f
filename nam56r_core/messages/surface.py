"""How a file names and sets a setting, so that one message serves every kind of file.

A recipe writes `E.num_experts`; another kind of file may write an option. Must not know any
message.
"""

from __future__ import annotations

from typing import Protocol


class Surface(Protocol):
    """What messages ask of the kind of file that a setting is written in."""

    def named(self, key: str) -> str:
        """The setting of a recipe key (`E.num_experts`) as it is named in the file, in
        Markdown."""


class RecipeSurface:
    """Recipes: settings are keys."""

    def named(self, key: str) -> str:
        return f"`{key}`"


RECIPE: Surface = RecipeSurface()
