"""Every example recipe takes every simple change."""

from __future__ import annotations

from pathlib import Path as File

import pytest

from nam56r_core.changes import Change, Path, Remove, SetValue
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import language_of
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode, plain
from nam56r_core.text import SourceText, apply_edits
from support.examples import EXAMPLES, stem


def read(file: File) -> SyntaxTree:
    language = language_of(file.name)
    assert language is not None
    return language.parse(SourceText(file.name, file.read_bytes()))


def changed(tree: SyntaxTree, change: Change) -> SyntaxTree:
    edits = edits_of(tree, [change])
    assert edits is not None, change
    source = tree.source
    return tree.language.parse(SourceText(source.name, apply_edits(source.data, edits)))


def nodes(node: Node | None, path: Path = ()) -> list[tuple[Path, Node]]:
    """Everything below a node, with its path."""
    found: list[tuple[Path, Node]] = []
    if isinstance(node, MappingNode):
        found = [((*path, entry.name), entry.value) for entry in node.entries]
    elif isinstance(node, SequenceNode):
        found = [((*path, index), item) for index, item in enumerate(node.items)]
    return [below for where, child in found for below in ((where, child), *nodes(child, where))]


def at(tree: SyntaxTree, path: Path) -> Node | None:
    return dict(nodes(tree.root)).get(path)


def other(value: object) -> str | int | float | bool:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value * 2 + 1
        case None:
            return "something"
    return f"{value} and more"


def comments(tree: SyntaxTree) -> list[bytes]:
    return [line.partition(b"#")[2] for line in tree.source.data.splitlines() if b"#" in line]


@pytest.mark.parametrize("file", EXAMPLES, ids=stem)
def test_every_scalar_can_have_another_value(file: File) -> None:
    tree = read(file)
    for path, node in nodes(tree.root):
        if isinstance(node, ScalarNode):
            after = changed(tree, SetValue(path, other(node.value)))
            assert plain(at(after, path)) == other(node.value)
            assert comments(after) == comments(tree)
            assert len(after.source.line_starts) == len(tree.source.line_starts)


@pytest.mark.parametrize("file", EXAMPLES, ids=stem)
def test_every_entry_can_be_removed(file: File) -> None:
    tree = read(file)
    for path, node in nodes(tree.root):
        after = changed(tree, Remove(path))
        if isinstance(path[-1], str):
            assert at(after, path) is None
        whole = [line for line in comments(tree) if line not in comments(after)]
        removed = tree.source.data[node.range.start : node.range.end]
        # One comment may stand beside the entry; any other was inside of it.
        assert len([line for line in whole if line not in removed]) <= 1


@pytest.mark.parametrize("file", EXAMPLES, ids=stem)
def test_every_section_takes_another_key(file: File) -> None:
    tree = read(file)
    sections = [path for path, node in nodes(tree.root) if isinstance(node, MappingNode)]
    for path in ((), *sections):
        after = changed(tree, SetValue((*path, "added"), 1.0e-4))
        assert plain(at(after, (*path, "added"))) == 1.0e-4
        assert comments(after) == comments(tree)
        lines = iter(after.source.data.splitlines())
        assert all(line in lines for line in tree.source.data.splitlines())
