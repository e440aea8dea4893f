"""Reading recipe files: from bytes in YAML, TOML or JSON to one value tree with places.

Must not know any recipe key, release or rule.
"""

from nam56r_core.syntax.nodes import (
    Entry,
    Host,
    Mapping,
    Node,
    Piece,
    Scalar,
    ScalarValue,
    Sequence,
    SyntaxProblem,
    SyntaxProblemKind,
    SyntaxTree,
    plain,
    walk,
)
from nam56r_core.syntax.parser import host_of, parse

__all__ = [
    "Entry",
    "Host",
    "Mapping",
    "Node",
    "Piece",
    "Scalar",
    "ScalarValue",
    "Sequence",
    "SyntaxProblem",
    "SyntaxProblemKind",
    "SyntaxTree",
    "host_of",
    "parse",
    "plain",
    "walk",
]
