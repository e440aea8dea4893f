"""file-too-large: an open recipe with more text than nam56r reads.

It is no rule, because nothing of the recipe was read: no setting and no comment hides it. Its page
is in the glossary. Must not know how large a file may be.
"""

from __future__ import annotations

from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.rules.base import Named
from nam56r_core.text import SourceText, TextRange

FILE_TOO_LARGE = Named(
    "file-too-large", Severity.ERROR, "The recipe has more text than nam56r reads."
)


def file_too_large(source: SourceText, why: str) -> Diagnostic:
    """The finding for a recipe that was not read, at the beginning of the file."""
    return Diagnostic(
        FILE_TOO_LARGE.name,
        FILE_TOO_LARGE.severity,
        f"this recipe is not checked: {why}; take out what is no part of the model",
        Location(source, TextRange(0, 0)),
    )
