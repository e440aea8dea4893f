"""What an editor of each language does: the kinds of change, each as edits of the text.

Must not know any language, nor how larger changes come down to these.
"""

from __future__ import annotations

from typing import Protocol

from nam56r_core.changes import Path, Plain
from nam56r_core.syntax.tree import MappingNode, Node, SequenceNode
from nam56r_core.text import TextEdit


class CannotEditError(Exception):
    """The change cannot be made without touching anything else."""


class Editor(Protocol):
    """Edits one document; every method raises `CannotEditError`.

    None in place of edits tells that what is at the path is written in several places: it must be
    removed there, and written anew.
    """

    def fill(self, value: Plain) -> list[TextEdit]:
        """Writes the value of a document that says none."""
        ...

    def replace(self, path: Path, value: Plain) -> list[TextEdit] | None:
        """Writes another value in place of the one at a path."""
        ...

    def insert(self, path: Path, value: Plain, after: tuple[str, ...] = ()) -> list[TextEdit]:
        """Writes an entry that is not there, or an item behind the last; the collection is."""
        ...

    def remove(self, path: Path) -> list[TextEdit] | None:
        """Takes out the entry or item at a path."""
        ...

    def rename(self, path: Path, name: str) -> list[TextEdit]:
        """Writes another name in place of the key of an entry."""
        ...


def index_of(holder: Node | None, step: str | int) -> int:
    """Which entry or item of a collection a step of a path means; it must be there."""
    if isinstance(holder, MappingNode) and isinstance(step, str):
        names = [entry.name for entry in holder.entries]
        if step in names:
            return names.index(step)
    elif (
        isinstance(holder, SequenceNode) and isinstance(step, int) and 0 <= step < len(holder.items)
    ):
        return step
    raise CannotEditError
