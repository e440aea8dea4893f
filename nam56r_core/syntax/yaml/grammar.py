"""The tree-sitter grammar of YAML: the only place that loads it.

Must not know what its nodes mean.
"""

from __future__ import annotations

from functools import cache

import tree_sitter
import tree_sitter_yaml

from nam56r_core.syntax.yaml.limits import nests_safely


@cache
def _grammar() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_yaml.language())


def parse_bytes(data: bytes) -> tree_sitter.Tree:
    """The syntax tree of a text. Raises `ValueError` for a text that would crash the native parser;
    `limits.within_limits` reports such text and masks it."""
    if not nests_safely(data):
        raise ValueError("this YAML would overflow the buffer of the native parser")
    return tree_sitter.Parser(_grammar()).parse(data)
