"""What a format is given: the findings of a run, and what the run knows beside them.

Must not know any format, nor how findings come about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.text import SourceText, TextEdit
from nam56r_server.cli.console import Style
from nam56r_server.project import STANDARD_INPUT

PLAIN = Style()
"""No colours; for files."""


@dataclass(frozen=True, slots=True)
class ResolvedFix:
    """A fix that can be made: its edits, and the document that they are edits of (which is the
    recipe's own, also where the finding is in a base)."""

    fix: Fix
    source: SourceText
    edits: tuple[TextEdit, ...]


def made_by_fix(
    diagnostic: Diagnostic, fixes: Sequence[ResolvedFix], *, unsafe: bool
) -> ResolvedFix | None:
    """Which of a finding's fixes `--fix` makes, with `--unsafe-fixes` or without: the first, and
    none for a finding in a base, which is not the recipe's to change."""
    if not fixes or fixes[0].source.name != diagnostic.location.source.name:
        return None
    made = (resolved for resolved in fixes if resolved.fix.is_applied(unsafe=unsafe))
    return next(made, None)


@dataclass(frozen=True, slots=True)
class SuppressedFinding:
    """A finding that its author accepts in the recipe, with the reason that was given (empty: none
    was)."""

    diagnostic: Diagnostic
    justification: str


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder that names of files are relative to, and the one that programs resolve them
    from: the root of the repository. Both are absolute."""

    here: PurePath
    root: PurePath

    def from_root(self, name: str) -> str:
        """A file's name seen from the root, with POSIX slashes; that of a file which is not below
        the root is absolute, as no program follows `..` out of a repository."""
        path = self.here / name
        return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()


def no_fixes(_: Diagnostic) -> Sequence[ResolvedFix]:
    """For a report that offers no fixes."""
    return ()


def no_version() -> str | None:
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The result of `nam56r check`, in the order in which it is shown.

    `files` are the names of the recipes that were looked at, clean ones too. `fixes` gives the
    fixes of one of `findings` that can be made, the best first. `folders` turns names into those
    of the repository; without it they stay. `failing` holds the severities that end the command
    with exit code 1; `complete` is False when a recipe could not be read.
    """

    findings: tuple[Diagnostic, ...]
    files: tuple[str, ...] = ()
    suppressed: tuple[SuppressedFinding, ...] = ()
    fixes: Callable[[Diagnostic], Sequence[ResolvedFix]] = no_fixes
    folders: Folders | None = None
    version: Callable[[], str | None] = no_version
    style: Style = PLAIN
    failing: frozenset[Severity] = frozenset({Severity.ERROR})
    complete: bool = True

    def path(self, name: str) -> str:
        """A file's name for programs, who resolve it from the root of the repository."""
        if self.folders is None or name == STANDARD_INPUT:
            return name
        return self.folders.from_root(name)
