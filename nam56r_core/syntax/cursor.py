"""What a cursor is at, whichever language the document is in.

Found in the text and not in its tree, because a tree loses a half-typed entry first. Must not know
any recipe key.
"""

from __future__ import annotations

from nam56r_core.syntax.comments import comment_start
from nam56r_core.syntax.context import (
    CommentContext,
    CursorContext,
)
from nam56r_core.syntax.json.context import json_context
from nam56r_core.syntax.toml.context import toml_context
from nam56r_core.syntax.tree import Host
from nam56r_core.syntax.yaml.context import yaml_context
from nam56r_core.text import SourceText

_CONTEXTS = {Host.YAML: yaml_context, Host.TOML: toml_context, Host.JSON: json_context}


def context_at(source: SourceText, host: Host, offset: int) -> CursorContext | None:
    """The place of a cursor at a byte offset; None where nothing can be written."""
    line = source.line_range(source.line_of(offset))
    comment = comment_start(source.data[line.start : line.end], host)
    if comment is not None and line.start + comment < offset:
        return CommentContext(line.start + comment)
    return _CONTEXTS[host](source, offset)
