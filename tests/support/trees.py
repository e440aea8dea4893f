"""Reading documents in tests, and what must hold of every value tree."""

from __future__ import annotations

from typing import Any

from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.tree import (
    MappingNode,
    Node,
    ScalarNode,
    SyntaxProblem,
    SyntaxProblemKind,
    plain,
)
from nam56r_core.text import SourceText, TextRange


def read(text: str | bytes, language: Language) -> SyntaxTree:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return language.parse(SourceText("recipe", data))


def value_of(text: str, language: Language) -> Any:
    """The value of a document that must have no problems."""
    tree = read(text, language)
    assert tree.problems == ()
    return plain(tree.root)


def told(problem: SyntaxProblem) -> tuple[SyntaxProblemKind, str, str]:
    """A problem as kind, the text it stands at, and its words."""
    where = problem.location
    return problem.kind, where.source.slice(where.range), problem.detail


def problems_of(text: str | bytes, language: Language) -> list[tuple[SyntaxProblemKind, str, str]]:
    return [told(problem) for problem in read(text, language).problems]


def same(left: Any, right: Any) -> bool:
    """Equal in type as well, all the way down, in the same order, with NaN equal to NaN."""
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        return left == right or (left != left and right != right)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


def check_places(tree: SyntaxTree) -> None:
    """Every range is inside the text, every child inside its parent (an alias leads elsewhere),
    and each character of a string has a place of its own text."""
    size = len(tree.source.data)
    for problem in tree.problems:
        where = problem.location.range
        assert 0 <= where.start <= where.end <= size
    assert list(tree.problems) == sorted(
        tree.problems, key=lambda problem: problem.location.sort_key
    )
    # In the order written, so that the first use of a node is its own place.
    unread: list[tuple[Node, TextRange]] = (
        [(tree.root, tree.source.full_range)] if tree.root else []
    )
    known: set[int] = set()
    while unread:
        node, around = unread.pop()
        if id(node) in known:
            continue
        known.add(id(node))
        assert node.source is tree.source
        assert around.start <= node.range.start <= node.range.end <= around.end
        if isinstance(node, ScalarNode):
            _check_characters(node, size)
        else:
            unread.extend((child, node.range) for child in reversed(_children(node)))


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        names = [entry.name for entry in node.entries]
        assert len(names) == len(set(names))
        return [part for entry in node.entries for part in (entry.key, entry.value)]
    assert not isinstance(node, ScalarNode)
    return list(node.items)


def _check_characters(scalar: ScalarNode, size: int) -> None:
    if not isinstance(scalar.value, str):
        assert scalar.chars is None
        return
    assert scalar.chars is not None
    assert len(scalar.chars) == len(scalar.value)
    last = scalar.range.start
    for where in scalar.chars:
        assert last <= where.start <= where.end <= size
        last = where.start
