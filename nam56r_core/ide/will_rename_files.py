"""What a document must say about its bases when recipe files get other names.

Must not know folders: the caller says which references change, and to what.
"""

from __future__ import annotations

from collections.abc import Mapping

from nam56r_core.changes import SetValue
from nam56r_core.ide.base_reference import base_references
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.text import TextEdit


def rename_references(tree: SyntaxTree, renamed: Mapping[str, str]) -> tuple[TextEdit, ...] | None:
    """The edits that put new references in place of old ones, in the document's own syntax; none
    where it names none of them, None where its text cannot be changed without touching more.

    `renamed` are references as they are written in this document: both for a base that has moved
    and for a document that has moved away from its bases.
    """
    changes = [
        SetValue(found.path, renamed[found.reference])
        for found in base_references(tree)
        if found.reference in renamed
    ]
    return edits_of(tree, changes)
