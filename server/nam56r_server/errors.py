"""What ends a command with exit code 2: a mistake in its use, a file that cannot be used, a bug.

All are told in one sentence, without a traceback. Must not know who shows the sentence.
"""

from __future__ import annotations


class CommandError(Exception):
    """The command cannot do what it was asked; the text says what, where, why and what next."""


class UsageError(CommandError):
    """The command line asks for something that does not exist or does not go together."""


class InternalError(Exception):
    """The program itself failed; the text says on which recipe and how."""
