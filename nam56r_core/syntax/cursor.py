"""What a cursor stands in: which path, what is expected there, and what new text would replace.

Found from the text and not from its tree: a half-typed entry is what a tree loses first, so the
lines above a cursor (YAML) and the tokens before it (TOML, JSON) say where it is. Must not know any
recipe key: whether a path leads to a section is for others to say.
"""

from __future__ import annotations

from nam56r_core.syntax.comments import comment_start
from nam56r_core.syntax.context import (
    Around,
    CommentSpot,
    HeaderSpot,
    KeySpot,
    Spot,
    ValueSpot,
    Written,
)
from nam56r_core.syntax.json.context import json_spot
from nam56r_core.syntax.toml.context import toml_spot
from nam56r_core.syntax.tree import Host
from nam56r_core.syntax.yaml.context import yaml_spot
from nam56r_core.text import SourceText

__all__ = [
    "Around",
    "CommentSpot",
    "HeaderSpot",
    "KeySpot",
    "Spot",
    "ValueSpot",
    "Written",
    "spot_at",
]

_SPOTS = {Host.YAML: yaml_spot, Host.TOML: toml_spot, Host.JSON: json_spot}


def spot_at(source: SourceText, host: Host, offset: int) -> Spot | None:
    """The place of a cursor at a byte offset; None where nothing can be written."""
    line = source.line_range(source.line_of(offset))
    comment = comment_start(source.data[line.start : line.end], host)
    if comment is not None and line.start + comment < offset:
        return CommentSpot(line.start + comment)
    return _SPOTS[host](source, offset)
