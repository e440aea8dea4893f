"""Recipes inside tests with a cursor and marked ranges, for the editor features.

`$0` is the cursor. Carets under a line mark ranges, each with the same label, if there is one:

    pattern: A$0EM
    #        ^  ^^ native

Both are taken out before the recipe is read. Carets stand under the text as it is shown, cursor
and all; what is marked are the bytes without it. The `#` is for the eye: a line of carets alone
is one, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nam56r_core.diagnostics import Location
from nam56r_core.filtering import filter_diagnostics
from nam56r_core.ide.view import View
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import YAML
from nam56r_core.text import SourceText, TextRange
from support.recipes import MAIN, analyse

CURSOR = "$0"

_MARKS = re.compile(r"[ \t]*#?(?P<carets>[ \t]*\^+(?:[ \t]+\^+)*)(?:[ \t]+(?P<label>\S.*?))?[ \t]*")
_CARETS = re.compile(r"\^+")


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A marked range of a document, or one that a feature gave; `text` is what it covers."""

    file: str
    start: int
    end: int
    text: str
    label: str = ""

    @property
    def range(self) -> TextRange:
        return TextRange(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its signs; `offset` is where the cursor stood, in bytes."""

    text: str
    offset: int | None
    ranges: tuple[Range, ...]

    @property
    def cursor(self) -> int:
        """The cursor of a text that must have one."""
        assert self.offset is not None, "the text has no cursor"
        return self.offset


def read_marked(text: str, name: str = MAIN) -> Marked:
    """Takes the cursor and the marks out of a text."""
    assert text.count(CURSOR) <= 1, "a text has one cursor"
    kept: list[str] = []
    offset: int | None = None
    found: list[tuple[int, int, str]] = []
    before = cursor_column = 0
    for line in text.splitlines(keepends=True):
        marks = _MARKS.fullmatch(line.rstrip("\n"))
        if marks and kept:
            above = kept[-1].rstrip("\n")
            start = before - len(kept[-1].encode())
            for carets in _CARETS.finditer(line, marks.start("carets"), marks.end("carets")):
                ends = (_column(column, cursor_column) for column in carets.span())
                first, last = (start + _bytes(above, column) for column in ends)
                found.append((first, last, marks["label"] or ""))
            continue
        cursor_column = line.find(CURSOR)
        if cursor_column >= 0:
            offset = before + len(line[:cursor_column].encode())
            line = line.replace(CURSOR, "")
        kept.append(line)
        before += len(line.encode())
    plain = "".join(kept)
    ranges = (Range(name, a, b, _cut(plain, a, b), label) for a, b, label in found)
    return Marked(plain, offset, tuple(sorted(ranges)))


def _column(column: int, cursor: int) -> int:
    """A column of a line with its cursor, without it."""
    return column if cursor < 0 or column <= cursor else max(cursor, column - len(CURSOR))


def _bytes(line: str, column: int) -> int:
    assert column <= len(line), f"a mark points past the end of {line!r}"
    return len(line[:column].encode())


def _cut(text: str, start: int, end: int) -> str:
    return text.encode()[start:end].decode("utf-8", "replace")


def view_of(
    text: str,
    language: Language = YAML,
    *,
    files: Mapping[str, str] | None = None,
    target: str | None = None,
) -> View:
    """A recipe as an editor has it; `files` and the `BASES` are what it may extend."""
    analysis = analyse(text, language=language, files=files, target=target)
    return View(analysis, filter_diagnostics(analysis.diagnostics, analysis.facts.inherited.trees))


def in_source(source: SourceText, ranges: Iterable[TextRange], label: str = "") -> list[Range]:
    """Ranges that a feature gave for a document, to compare them with marked ones."""
    return sorted(
        Range(source.name, where.start, where.end, source.slice(where), label) for where in ranges
    )


def in_documents(locations: Iterable[Location]) -> list[Range]:
    """Locations that a feature gave, to compare them with marked ranges."""
    return sorted(found for at in locations for found in in_source(at.source, [at.range]))
