"""Comments of a document: those that hold a given word, the one at an offset.

The value tree keeps no comments: almost nobody asks for them, and then only for a few. Must not
know what a comment says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.diagnostics import Location
from nam56r_core.syntax.tree import Host, SyntaxTree
from nam56r_core.text import TextRange

_HASH = {Host.YAML: rb"(?:(?<=[ \t\r\n])|\A)#", Host.TOML: rb"#"}
"""Where a comment may begin: in YAML only behind white space; in JSON nowhere."""

_DOUBLE = rb"\"(?:[^\"\\]|\\.)*(?:\"|\Z)"
_STRING = {
    # Two single quotes stand for one; a string follows no letter, so that `it's` begins none.
    Host.YAML: rb"(?:\A|(?<=[ \t\[{,:]))(?:%s|'(?:[^']|'')*(?:'|\Z))" % _DOUBLE,
    Host.TOML: rb"\"{3}(?:[^\"\\]|\\.|\"{1,2}(?!\"))*(?:\"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)"
    rb"|%s|'[^']*(?:'|\Z)" % _DOUBLE,
}
_STRING_OR_HASH = {
    host: re.compile(rb"%s|(?P<hash>%s)" % (_STRING[host], sign)) for host, sign in _HASH.items()
}
"""Strings of one line, to step over, and the sign of a comment."""


def comments_with(tree: SyntaxTree, word: str) -> Iterator[Location]:
    """Every comment with `word` in it, from its `#` to the end of the line, in order."""
    data = tree.source.data
    sign = _HASH.get(tree.host)
    if sign is None or word.encode() not in data:
        return
    texts = tree.texts
    for line in range(len(tree.source.line_starts)):
        where = tree.source.line_range(line)
        if word.encode() not in data[where.start : where.end]:
            continue
        for begin in re.compile(sign).finditer(data, where.start, where.end):
            if begin.start() not in texts:
                comment = TextRange(begin.start(), where.end)
                if word.encode() in data[comment.start : comment.end]:
                    yield Location(tree.source, comment)
                break


def comment_start(line: bytes, host: Host) -> int | None:
    """Where the comment of a line begins, None if it has none; told from the line alone, which may
    be half-typed and in no tree."""
    pattern = _STRING_OR_HASH.get(host)
    if pattern is None or b"#" not in line:
        return None
    found = (match.start("hash") for match in pattern.finditer(line) if match["hash"])
    return next(found, None)


def comment_at(tree: SyntaxTree, offset: int) -> Location | None:
    """The comment that an offset is in, from its `#` to the end of the line, which counts."""
    sign = _HASH.get(tree.host)
    line = tree.source.line_range(tree.source.line_of(offset))
    if sign is None or offset > line.end:
        return None
    begins = [at.start() for at in re.compile(sign).finditer(tree.source.data, line.start, offset)]
    begins = [begin for begin in begins if begin not in tree.texts]
    return Location(tree.source, TextRange(begins[0], line.end)) if begins else None
