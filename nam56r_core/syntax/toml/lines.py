"""One line of TOML: whether it begins a pair, is a table header, or is neither.

A line is looked at alone. It may be broken or half-typed, and what it says may be the text of a
string that begins further up. Must not know the lines around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.syntax.toml.comments import COMMENTS
from nam56r_core.syntax.toml.tokens import HEADER, KEY_PART, PAIR


class LineKind(Enum):
    """What a line begins."""

    PAIR = "key = value"
    HEADER = "[table] or [[table of an array]]"
    OTHER = "neither"


@dataclass(frozen=True, slots=True)
class Line:
    """All places are offsets of the document. `names` are the parts of the key or of the name of
    the table; `key_end` and `mark_end` are behind the key and the `=` of a pair. `text` is the line
    without its comment."""

    start: int
    kind: LineKind
    text: bytes
    names: tuple[str, ...] = ()
    is_array: bool = False
    key_end: int = 0
    mark_end: int = 0


def split_line(data: bytes, start: int, end: int) -> Line:
    """The line between two offsets, without its line break."""
    line = data[start:end]
    comment = COMMENTS.start_in(line)
    text = line if comment is None else line[:comment]
    if pair := PAIR.match(line):
        names = names_of(pair["key"])
        key_end, mark_end = start + pair.end("key"), start + pair.end("mark")
        return Line(start, LineKind.PAIR, text, names, key_end=key_end, mark_end=mark_end)
    if header := HEADER.match(line):
        is_array = header["opener"] == b"[["
        return Line(start, LineKind.HEADER, text, names_of(header["name"]), is_array)
    return Line(start, LineKind.OTHER, text)


def names_of(dotted: bytes) -> tuple[str, ...]:
    """The parts of a dotted key, without quotes."""
    parts = (match.group() for match in KEY_PART.finditer(dotted))
    return tuple(part.decode("utf-8", "replace").strip("\"'") for part in parts)
