"""Comments of a document: those that contain a given word, and the one at an offset.

The value tree has no comments, because almost nobody asks for them. Must not know what a comment
says, nor any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.diagnostics import Location
from nam56r_core.syntax.tree import Stretches
from nam56r_core.text import SourceText, TextRange


@dataclass(frozen=True, slots=True)
class CommentSyntax:
    """How a language writes comments, which always reach to the end of their line.

    `mark` matches where one may begin. `string_or_mark` matches a string on one line too, so that a
    mark inside it is skipped; its group `mark` is set for the mark of a comment.
    """

    mark: re.Pattern[bytes]
    string_or_mark: re.Pattern[bytes]

    def start_in(self, line: bytes) -> int | None:
        """Where the comment of a line begins, None if it has none. Looks at the line alone, which
        may be half-typed and in no tree."""
        if b"#" not in line:
            return None
        found = (at.start("mark") for at in self.string_or_mark.finditer(line) if at["mark"])
        return next(found, None)

    def containing(self, word: str, source: SourceText, texts: Stretches) -> Iterator[Location]:
        """Every comment that contains `word`, from its mark to the end of its line, in order.
        `texts` are the offsets inside keys and values."""
        data, wanted = source.data, word.encode()
        if wanted not in data:
            return
        for number in range(len(source.line_starts)):
            line = source.line_range(number)
            if wanted not in data[line.start : line.end]:
                continue
            for begin in self.mark.finditer(data, line.start, line.end):
                if begin.start() not in texts:
                    comment = TextRange(begin.start(), line.end)
                    if wanted in data[comment.start : comment.end]:
                        yield Location(source, comment)
                    break

    def at(self, offset: int, source: SourceText, texts: Stretches) -> Location | None:
        """The comment that contains an offset; the end of its line counts."""
        line = source.line_range(source.line_of(offset))
        if offset > line.end:
            return None
        for begin in self.mark.finditer(source.data, line.start, offset):
            if begin.start() not in texts:
                return Location(source, TextRange(begin.start(), line.end))
        return None
