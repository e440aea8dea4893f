"""What a hover says about a Megatron flag that a recipe hands through in `extra_args`.

Must not know where the cursor is.
"""

from __future__ import annotations

from nam56r_core.changes import Path
from nam56r_core.explanations.model import Topic
from nam56r_core.ide.hover.key import arguments
from nam56r_core.ide.hover.text import meaning, part_of
from nam56r_core.ide.view import View


def flag_part(view: View, word: str, path: Path = ()) -> str:
    """A flag by its option string, also with a value behind `=`, with what becomes of the item at
    a path; empty for a flag of no release."""
    option = word.partition("=")[0]
    if not view.facts.targets.with_flag(option):
        return ""
    facts = list(arguments(view, path)) if path else []
    return part_of(meaning(option, Topic.FLAG, view.facts.target), facts)
