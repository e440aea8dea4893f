"""One module per output format; each turns a report into text, byte for byte.

Must not know where the text goes, nor each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nam56r_server.cli.output.formats import concise, full, github, gitlab, json, junit, sarif
from nam56r_server.cli.output.formats.base import Format

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        module.FORMAT.name: module.FORMAT
        for module in (full, concise, json, sarif, github, gitlab, junit)
    }
)
"""Every format by the name that `--output-format` takes."""
