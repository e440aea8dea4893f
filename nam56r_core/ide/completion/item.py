"""What a completion is.

Must not know how completions are found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.explanations.model import Link
from nam56r_core.text import TextEdit


class CompletionKind(Enum):
    """What a completion stands for."""

    KEY = "key"
    SECTION = "section"
    VALUE = "value"
    LETTER = "letter"
    FLAG = "flag"
    FILE = "file"
    RULE = "rule"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that can be written at a place.

    `edit` replaces a range of one line around the cursor; `extra` are edits beside it that make
    the document right (a comma, the indentation). Its text is to be taken as it is: no editor
    may indent it again. `documentation` is Markdown, or a link to what `documentation_of` would
    say.

    With `plain` it has tab stops in the syntax of the Language Server Protocol, which stand for
    what a person has yet to type. `plain` is what a client without them inserts: what is right
    whatever is typed, as nobody could tell a default from a value that was chosen.

    Where `values_follow`, the text leaves the cursor where a few values are offered.
    """

    label: str
    kind: CompletionKind
    detail: str
    documentation: str | Link | None
    edit: TextEdit
    sort_key: str
    filter_text: str
    extra: tuple[TextEdit, ...] = ()
    deprecated: bool = False
    plain: str | None = None
    values_follow: bool = False
