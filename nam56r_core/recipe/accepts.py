"""Whether the schema would take a value at a path: asked before a value is offered to anybody.

Must not know what a value means, nor any document.
"""

from __future__ import annotations

from pydantic import ValidationError

from nam56r_core.changes import Path, Plain
from nam56r_core.recipe.model import Recipe


def accepts(path: Path, value: Plain) -> bool:
    """Whether a recipe that says nothing but this value fits the schema; a list position stands
    for any item of its list."""
    nested: Plain = value
    for part in reversed(path):
        nested = [nested] if isinstance(part, int) else {part: nested}
    try:
        Recipe.model_validate(nested)
    except ValidationError:
        return False
    return True
