"""The comment that accepts a finding: on its line, above it, or for the whole file.

Every way is tried on the text before it is offered: a `#` inside a text would change the recipe.
Must not know who asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.suppressions import Scope, Suppression, suppressions_in
from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import plain
from nam56r_core.text import SourceText, TextEdit, TextRange, apply_edits

REASON = "TODO say why"


class Reach(Enum):
    """What an accepting comment speaks for: the findings of its rule on one line, or all."""

    LINE = "line"
    FILE = "file"


def suppressing_edits(
    tree: SyntaxTree, diagnostic: Diagnostic, reach: Reach
) -> tuple[TextEdit, ...] | None:
    """The edit of the nearest comment that accepts a finding; None where there can be none."""
    if tree.language.comments is None or diagnostic.location.source is not tree.source:
        return None
    ways = _on_its_line if reach is Reach.LINE else _in_its_file
    for edit in ways(tree, diagnostic.code, diagnostic.location.range.start):
        if _works(tree, edit, diagnostic):
            return (edit,)
    return None


def _on_its_line(tree: SyntaxTree, code: str, offset: int) -> Iterator[TextEdit]:
    source = tree.source
    line = source.line_of(offset)
    for known in suppressions_in(tree):
        if known.line == line and known.names:
            yield _also(known, code)
    where = source.line_range(line)
    yield _insert(where.end, f"  # nam56r: {Scope.LINE.value}[{code}]: {REASON}")
    text = source.slice(where)
    indent = text[: len(text) - len(text.lstrip(" "))]
    comment = f"# nam56r: {Scope.NEXT_LINE.value}[{code}]: {REASON}{source.line_break}"
    yield _insert(where.start, indent + comment)


def _in_its_file(tree: SyntaxTree, code: str, offset: int) -> Iterator[TextEdit]:
    """At the top; where in the file the finding is does not matter."""
    comment = f"# nam56r: {Scope.FILE.value}[{code}]: {REASON}{tree.source.line_break}"
    yield _insert(start_of_text(tree.source.data), comment)


def _also(known: Suppression, code: str) -> TextEdit:
    """One name more in a comment that is there already."""
    return _insert(known.names[-1].location.range.end, f", {code}")


def _insert(offset: int, text: str) -> TextEdit:
    return TextEdit(TextRange(offset, offset), text)


def _works(tree: SyntaxTree, edit: TextEdit, diagnostic: Diagnostic) -> bool:
    """Whether the recipe says the same afterwards, and the comment reaches the finding."""
    source = SourceText(tree.source.name, apply_edits(tree.source.data, (edit,)))
    after = tree.language.parse(source, tree)
    if plain(after.root) != plain(tree.root) or len(after.problems) > len(tree.problems):
        return False
    line = tree.source.line_of(diagnostic.location.range.start)
    is_line = edit.new_text.endswith(tree.source.line_break)
    if is_line and edit.range.start <= tree.source.line_starts[line]:
        line += 1
    return any(
        known.scope is not None
        and known.line in (None, line)
        and any(name.text == diagnostic.code for name in known.names)
        for known in suppressions_in(after)
    )
