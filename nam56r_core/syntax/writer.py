"""Writing values and keys, whichever language a document is in.

Must not know where in a document they are put, nor any recipe key.
"""

from __future__ import annotations

from nam56r_core.changes import Plain
from nam56r_core.syntax.json import write as write_json
from nam56r_core.syntax.toml import write as write_toml
from nam56r_core.syntax.tree import Host
from nam56r_core.syntax.yaml import write as write_yaml


def write_value(host: Host, value: Plain, *, old: str = "", in_flow: bool = False) -> str:
    """A value on one line.

    `old` is the text that it replaces: a string keeps its quotes. `in_flow` tells that it stands
    in brackets, where a string of YAML needs quotes more often. Raises `CannotWriteError` for what
    the language has no word for.
    """
    match host:
        case Host.YAML:
            return write_yaml.value(value, old=old, in_flow=in_flow)
        case Host.TOML:
            return write_toml.value(value, old=old)
        case Host.JSON:
            return write_json.value(value)


def write_key(host: Host, name: str, *, old: str = "", in_flow: bool = False) -> str:
    """A key, without the mark behind it, in the quotes of the one that it replaces."""
    match host:
        case Host.YAML:
            return write_yaml.string(name, old=old, in_flow=in_flow)
        case Host.TOML:
            return write_toml.key(name, old=old)
        case Host.JSON:
            return write_json.value(name)
