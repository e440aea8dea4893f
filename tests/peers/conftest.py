"""The command, run in an empty project with nothing in the environment that changes its output."""

from __future__ import annotations

from support.project import nam56r, project

__all__ = ["nam56r", "project"]
