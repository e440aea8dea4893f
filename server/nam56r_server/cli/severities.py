"""Which findings end a command with exit code 1."""

from __future__ import annotations

import argparse

from nam56r_core.diagnostics import Severity


def failing_severities(options: argparse.Namespace) -> frozenset[Severity]:
    """The severities of findings that end the command with exit code 1."""
    if options.error_on_warning:
        return frozenset({Severity.ERROR, Severity.WARNING})
    return frozenset({Severity.ERROR})
