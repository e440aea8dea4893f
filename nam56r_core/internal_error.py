"""internal-error: a fault of nam56r itself that stopped the analysis of one file.

It is no rule, because no recipe is to blame: no setting and no comment hides it. Its page is in the
glossary. Must not know who noticed the fault, nor where its traceback goes.
"""

from __future__ import annotations

from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.rules.base import Named
from nam56r_core.text import SourceText, TextRange

INTERNAL_ERROR = Named(
    "internal-error", Severity.ERROR, "A bug in nam56r stopped the analysis of this file."
)


def internal_error(source: SourceText, problem: Exception) -> Diagnostic:
    """The finding for a file on which nam56r failed, at the beginning of the file."""
    words = " ".join(f"{type(problem).__name__}: {problem}".split())
    return Diagnostic(
        INTERNAL_ERROR.name,
        INTERNAL_ERROR.severity,
        f"internal error in this file: {words}; this is a bug in nam56r, please report it "
        "with the recipe and the traceback",
        Location(source, TextRange(0, 0)),
    )
