"""One module per output format; each turns a report into text, byte for byte.

A format is loaded when it is asked for. Must not know where the text goes, nor each other.
"""

from __future__ import annotations

from importlib import import_module

from nam56r_server.cli.output.formats.base import Format


def output_format(name: str) -> Format:
    """The format that `--output-format` calls by this name, which is that of its module."""
    found: Format = import_module(f"{__name__}.{name}").FORMAT
    return found
