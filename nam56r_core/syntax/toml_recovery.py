"""Getting a tree without errors out of broken TOML. (first version)"""

from __future__ import annotations

from tree_sitter import Node as Syntax

from nam56r_core.syntax.grammars import parse_bytes
from nam56r_core.syntax.nodes import Host
from nam56r_core.syntax.problems import Problems


def settled_root(data: bytes, problems: Problems) -> Syntax:
    root = parse_bytes(Host.TOML, data).root_node
    if not root.has_error:
        return root
    problems.syntax(0, 0, "broken")
    return parse_bytes(Host.TOML, b"").root_node
