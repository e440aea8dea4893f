"""Comments that accept a finding: which rules, where, and why.

    pattern: AEMR   # nam56r: ignore[unresolved-layer]: the seam comes with the next release
    # nam56r: ignore-next-line[missing-dimension]: set by the launcher
    # nam56r: ignore-file[mixer-not-chosen]: both mixers are compared here

They change what is shown, never what is exported: an error stays an error to the plan. Must not
know any rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice, pairwise

from nam56r_core.diagnostics import Location
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.text import SourceText, TextRange

MARK = "nam56r:"

_COMMENT = re.compile(r"#\s*nam56r:\s*(?P<word>[\w-]*)(?P<rest>.*)", re.DOTALL)
_NEXT_COMMENT = re.compile(r"\s#(?=\s)")
_NAMES = re.compile(r"\s*\[(?P<names>[^\]]*)\]\s*:?\s*(?P<reason>.*)", re.DOTALL)
_NAME = re.compile(r"[^\s,]+")


RECIPE = "recipe"
"""The word of `# nam56r: recipe`, which says that a document is one whatever it is called."""

MOST = 1_000
"""Suppressions of one document that are read: a limit on time, far above any use."""


class Scope(Enum):
    """How far a suppression reaches; the values are the words of the comment."""

    LINE = "ignore"
    NEXT_LINE = "ignore-next-line"
    FILE = "ignore-file"


@dataclass(frozen=True, slots=True)
class SuppressedName:
    """One name between the brackets, where it stands."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment. `scope` is None for a word that is none of ours; `names` is empty where the
    comment names no rule; `line` (from 0) is the one it speaks about, None for the whole file."""

    location: Location
    word: str
    scope: Scope | None
    names: tuple[SuppressedName, ...]
    reason: str
    line: int | None


@dataclass(frozen=True, slots=True, eq=False)
class ActiveSuppression:
    """The comments that accept the findings of one rule at one place, the first of them and the
    names that do."""

    first: Suppression
    names: list[SuppressedName]


class ActiveSuppressions:
    """What suppressions accept, found by the line of a finding: there may be thousands of both."""

    def __init__(self, suppressions: Iterable[Suppression]) -> None:
        self._at: dict[tuple[SourceText, int | None, str], ActiveSuppression] = {}
        for suppression in suppressions:
            if suppression.scope is None:
                continue
            # The first of equal names accepts what each of them would.
            for text, name in {name.text: name for name in suppression.names[::-1]}.items():
                where = (suppression.location.source, suppression.line, text)
                active = self._at.setdefault(where, ActiveSuppression(suppression, []))
                active.names.append(name)

    def of(self, code: str, location: Location) -> list[ActiveSuppression]:
        """Those that accept a finding of this rule at this place, the first comment first."""
        line = location.source.line_of(location.range.start)
        found = (self._at.get((location.source, covered, code)) for covered in (line, None))
        return sorted((one for one in found if one), key=lambda one: one.first.location.range)


def suppressions_in(tree: SyntaxTree) -> tuple[Suppression, ...]:
    """The suppressions of a document, in order; only the first `MOST` of them are read."""
    return tuple(islice(_suppressions(tree), MOST))


def beyond_limit(tree: SyntaxTree) -> Suppression | None:
    """The first suppression of a document that is not read, because it has too many."""
    return next(islice(_suppressions(tree), MOST, None), None)


def is_marked_recipe(tree: SyntaxTree) -> bool:
    """Whether a comment says that the document is a recipe."""
    return any(
        found.scope is None and found.word == RECIPE for found in _suppressions(tree, marks=True)
    )


def _suppressions(tree: SyntaxTree, *, marks: bool = False) -> Iterator[Suppression]:
    for location, text in _parts(tree):
        comment = _COMMENT.fullmatch(text)
        if comment is None:
            continue
        word = comment["word"]
        if word == RECIPE and not marks:
            continue
        scope = next((scope for scope in Scope if scope.value == word), None)
        brackets = _NAMES.fullmatch(comment["rest"])
        start = location.range.start + comment.start("rest")
        yield Suppression(
            location,
            word,
            scope,
            tuple(_names(brackets, location, start)) if brackets else (),
            _text(brackets["reason"]) if brackets else "",
            _line(location, scope),
        )


def _parts(tree: SyntaxTree) -> Iterator[tuple[Location, str]]:
    """The comments that hold our mark. A `#` between blanks begins another comment on the same
    line, which may be a directive for another tool."""
    for whole in tree.comments_with(MARK):
        # Bytes that are no characters count one column each, so places in the text are bytes.
        text = tree.source.data[whole.range.start : whole.range.end].decode("latin-1")
        starts = [0, *(match.end() - 1 for match in _NEXT_COMMENT.finditer(text)), len(text)]
        for start, end in pairwise(starts):
            part = text[start:end].rstrip() if end < len(text) else text[start:end]
            if MARK in part:
                begin = whole.range.start + start
                yield Location(whole.source, TextRange(begin, begin + len(part))), part


def _names(brackets: re.Match[str], location: Location, start: int) -> Iterator[SuppressedName]:
    begin = start + brackets.start("names")
    for name in _NAME.finditer(brackets["names"]):
        where = TextRange(begin + name.start(), begin + name.end())
        yield SuppressedName(_text(name.group()), Location(location.source, where))


def _line(location: Location, scope: Scope | None) -> int | None:
    line = location.source.line_of(location.range.start)
    return {Scope.FILE: None, Scope.NEXT_LINE: line + 1}.get(scope, line) if scope else line


def _text(latin: str) -> str:
    return latin.strip().encode("latin-1").decode("utf-8", "replace")
