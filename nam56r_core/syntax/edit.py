"""From changes to edits that keep the author's formatting: quotes, comments, order, indentation.

Must not know any recipe key or rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from nam56r_core.changes import Change, ReplaceText
from nam56r_core.syntax.nodes import SyntaxTree
from nam56r_core.text import TextEdit


def edits_of(tree: SyntaxTree, changes: Sequence[Change]) -> tuple[TextEdit, ...] | None:
    """The edits of a document that make all `changes`, in order; their ranges are those of the
    document as it is. None where the changes cannot be made without touching anything else."""
    if len(changes) == 1 and isinstance(changes[0], ReplaceText):
        return (TextEdit(changes[0].range, changes[0].text),)
    return None
