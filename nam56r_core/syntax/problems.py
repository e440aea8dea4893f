"""Collecting what is wrong with one document while it is being read.

Must not know which language the document is in.
"""

from __future__ import annotations

from nam56r_core.diagnostics import Location
from nam56r_core.syntax.tree import SyntaxProblem, SyntaxProblemKind
from nam56r_core.text import SourceText, TextRange

# Relevance call themselves for each level, and so does whoever walks the tree afterwards; a limit
# far below the interpreter's own keeps every one of them safe. No recipe comes near it.
MAX_DEPTH = 100
TAB_IN_INDENTATION = "a tab in the indentation; use spaces"
TOO_DEEP = f"nesting deeper than {MAX_DEPTH} levels"

_TOKEN_SHOWN = 40
_UNREADABLE = frozenset(
    (
        SyntaxProblemKind.SYNTAX,
        SyntaxProblemKind.UNFINISHED_KEY,
        SyntaxProblemKind.ENCODING,
        SyntaxProblemKind.UNQUOTED,
    )
)


class Problems:
    """The problems of one document; an unreadable place is told once."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._found: list[SyntaxProblem] = []
        self._unreadable: set[int] = set()

    def add(
        self,
        kind: SyntaxProblemKind,
        start: int,
        end: int,
        detail: str,
        related: TextRange | None = None,
    ) -> None:
        if kind in _UNREADABLE:
            if start in self._unreadable:
                return
            self._unreadable.add(start)
        other = Location(self._source, related) if related else None
        where = Location(self._source, TextRange(start, end))
        self._found.append(SyntaxProblem(kind, where, detail, other))

    def syntax(self, start: int, end: int, detail: str) -> None:
        self.add(SyntaxProblemKind.SYNTAX, start, end, detail)

    def unsupported(self, start: int, end: int, detail: str) -> None:
        self.add(SyntaxProblemKind.UNSUPPORTED, start, end, detail)

    def in_order(self) -> tuple[SyntaxProblem, ...]:
        return tuple(sorted(self._found, key=lambda problem: problem.location.sort_key))


def shown(text: str) -> str:
    """A token as a message shows it: on one line, in backquotes, not too long."""
    line = " ".join(text.split())
    if len(line) > _TOKEN_SHOWN:
        line = line[: _TOKEN_SHOWN - 1] + "…"
    return f"`{line}`"
