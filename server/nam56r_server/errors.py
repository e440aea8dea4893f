"""What ends a command with exit code 2: a mistake in its use, a file that cannot be used, a bug.

All are told in one sentence, without a traceback. Must not know who shows the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nam56r_core.diagnostics import Diagnostic


class CommandError(Exception):
    """The command cannot do what it was asked; the text says what, where, why and what next."""


class SettingsError(CommandError):
    """Settings that cannot be followed; nothing is guessed, and every fault is told."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(_line(diagnostic) for diagnostic in diagnostics))


def _line(diagnostic: Diagnostic) -> str:
    start = diagnostic.location.source.position(diagnostic.location.range.start)
    place = f"{diagnostic.location.source.name}:{start.line + 1}:{start.column + 1}"
    return f"{place}: {diagnostic.message}"


class UsageError(CommandError):
    """The command line asks for something that does not exist or does not go together."""


class InternalError(Exception):
    """The program itself failed; the text says on which recipe and how."""


def reason_of(problem: Exception) -> str:
    """Why something failed, in the system's words where it has some."""
    return (problem.strerror if isinstance(problem, OSError) else None) or str(problem)
