"""The tree-sitter grammars: the only place that loads them.

Must not know what the nodes of any grammar mean.
"""

from __future__ import annotations

from functools import cache

import tree_sitter

from nam56r_core.syntax.nodes import Host
from nam56r_core.syntax.yaml_limits import nests_safely


@cache
def _language(host: Host) -> tree_sitter.Language:
    # Each grammar is loaded with the first document of its language.
    match host:
        case Host.YAML:
            import tree_sitter_yaml

            return tree_sitter.Language(tree_sitter_yaml.language())
        case Host.TOML:
            import tree_sitter_toml

            return tree_sitter.Language(tree_sitter_toml.language())
        case Host.JSON:
            import tree_sitter_json

            return tree_sitter.Language(tree_sitter_json.language())


def parse_bytes(host: Host, data: bytes) -> tree_sitter.Tree:
    """The syntax tree of a text. Raises `ValueError` for YAML that would crash the native parser;
    `yaml_limits.within_limits` reports it and takes it out."""
    if host is Host.YAML and not nests_safely(data):
        raise ValueError("this YAML would overflow the buffer of the native parser")
    return tree_sitter.Parser(_language(host)).parse(data)
