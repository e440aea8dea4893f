"""The part of an edit that only its author can write: a module name, the reason of a suppression.

Must not know how an editor selects it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nam56r_core.ide.suppress import REASON
from nam56r_core.rules.fixes import YOURS
from nam56r_core.text import SourceText, TextEdit, TextRange, apply_edits

_PLACEHOLDER = re.compile(rf"\b{re.escape(YOURS)}\b|\b{re.escape(REASON)}\b")


def placeholder_after(
    source: SourceText, edits: Sequence[TextEdit]
) -> tuple[SourceText, TextRange] | None:
    """The text after some edits, and where the first placeholder is that they insert; None if they
    insert none."""
    grown = 0
    for edit in sorted(edits, key=lambda edit: edit.range):
        found = _PLACEHOLDER.search(edit.new_text)
        if found is not None:
            start = edit.range.start + grown + len(edit.new_text[: found.start()].encode())
            after = SourceText(source.name, apply_edits(source.data, tuple(edits)))
            return after, TextRange(start, start + len(found.group().encode()))
        grown += len(edit.new_text.encode()) - edit.range.length
    return None
