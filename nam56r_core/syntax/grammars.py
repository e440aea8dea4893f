"""The tree-sitter grammars: the only place that loads them.

A later incremental reader would hand the previous tree to `parse_bytes`.
Must not know what the nodes of any grammar mean.
"""

from __future__ import annotations

from functools import cache

import tree_sitter
import tree_sitter_json
import tree_sitter_toml
import tree_sitter_yaml

from nam56r_core.syntax.nodes import Host


@cache
def _language(host: Host) -> tree_sitter.Language:
    match host:
        case Host.YAML:
            return tree_sitter.Language(tree_sitter_yaml.language())
        case Host.TOML:
            return tree_sitter.Language(tree_sitter_toml.language())
        case Host.JSON:
            return tree_sitter.Language(tree_sitter_json.language())


def parse_bytes(host: Host, data: bytes) -> tree_sitter.Tree:
    return tree_sitter.Parser(_language(host)).parse(data)
