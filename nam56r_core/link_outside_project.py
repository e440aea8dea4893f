"""link-outside-project: a recipe that is a symbolic link to a file outside its project.

The file is not opened: whoever sends a project must not make nam56r show or export what lies
elsewhere on a reader's machine. The finding is no rule, because nothing of the recipe was read: no
setting and no comment hides it. Its page is in the glossary. Must not know how links are found.
"""

from __future__ import annotations

from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.rules.base import Named
from nam56r_core.text import SourceText, TextRange

LINK_OUTSIDE_PROJECT = Named(
    "link-outside-project",
    Severity.ERROR,
    "The recipe is a link that leads out of the project, so it was not opened.",
)


def link_outside_project(source: SourceText) -> Diagnostic:
    """The finding for a recipe that was not opened, at the beginning of the file."""
    return Diagnostic(
        LINK_OUTSIDE_PROJECT.name,
        LINK_OUTSIDE_PROJECT.severity,
        "this recipe is a symbolic link that leads out of the project, so it was not opened; copy "
        "the file into the project, or name the link on the command line",
        Location(source, TextRange(0, 0)),
    )
