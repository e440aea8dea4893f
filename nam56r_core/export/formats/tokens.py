"""One argv token a line, for `xargs -d '\\n'` and for people."""

from __future__ import annotations

from nam56r_core.export.formats.base import Export


def render(export: Export) -> str:
    """No token holds a line break: the emitter withholds such values."""
    return "".join(token + "\n" for token in export.bundle.argv)
