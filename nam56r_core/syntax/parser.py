"""Reading a recipe file, whichever language it is in.

Must not know any recipe key, nor where files come from.
"""

from __future__ import annotations

from nam56r_core.syntax.tree import Host, MappingNode, SyntaxTree
from nam56r_core.text import SourceText

_HOSTS = {".yaml": Host.YAML, ".yml": Host.YAML, ".toml": Host.TOML, ".json": Host.JSON}


def host_of(name: str) -> Host | None:
    """The language a file name stands for; None where it is not one of ours."""
    lowered = name.lower()
    return next((host for ending, host in _HOSTS.items() if lowered.endswith(ending)), None)


def parse(source: SourceText, host: Host, before: SyntaxTree | None = None) -> SyntaxTree:
    """The value tree of a document and everything that is wrong with how it is written.

    `before` is what an earlier state of it was read as, if it is at hand: of a long document only
    what is new is then read. Never raises on account of the document: whatever could be read is in
    the tree.
    """
    # Each reader is loaded with the first document of its language: most projects have one.
    match host:
        case Host.YAML:
            from nam56r_core.syntax.yaml.reader import read_yaml

            if before:
                from nam56r_core.syntax.yaml.reparse import reparse_yaml

                return reparse_yaml(source, before, read_yaml) or read_yaml(source)
            return read_yaml(source)
        case Host.JSON:
            from nam56r_core.syntax.json.reader import read_json

            return read_json(source)
        case Host.TOML:
            from nam56r_core.syntax.toml.reader import read_toml

            return read_toml(source)


def looks_like(tree: SyntaxTree) -> Host | None:
    """Another language than the one it goes by, in which a document is keys and values with fewer
    mistakes. For a hint only: nothing may be read as what it looks like."""
    mistakes = _mistakes(tree)
    if tree.root is None or not mistakes:
        return None
    others = {
        other: _mistakes(parse(tree.source, other)) for other in Host if other is not tree.host
    }
    best = min(others, key=lambda other: others[other])
    return best if others[best] < mistakes else None


def _mistakes(tree: SyntaxTree) -> float:
    """So many as keys and values; without end for what is none."""
    keys = isinstance(tree.root, MappingNode) and bool(tree.root.entries)
    return len(tree.problems) if keys else float("inf")
