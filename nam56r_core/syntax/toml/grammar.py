"""The tree-sitter grammar of TOML: the only place that loads it.

Must not know what its nodes mean.
"""

from __future__ import annotations

from functools import cache

import tree_sitter
import tree_sitter_toml


@cache
def _grammar() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_toml.language())


def parse_bytes(data: bytes) -> tree_sitter.Tree:
    """The syntax tree of a text."""
    return tree_sitter.Parser(_grammar()).parse(data)
