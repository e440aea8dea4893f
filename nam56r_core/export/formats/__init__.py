"""One module per output format; each turns a finished analysis into text, byte for byte."""

from __future__ import annotations

from collections.abc import Callable

from nam56r_core.export.formats import bridge, json, launch, shell, tokens
from nam56r_core.export.formats.base import Export

FORMATS: dict[str, Callable[[Export], str]] = {
    "json": json.render,
    "tokens": tokens.render,
    "shell": shell.render,
    "launch": launch.render,
    "bridge": bridge.render,
}
"""Every format by the name that `--format` takes."""
