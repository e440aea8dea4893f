"""One line of YAML, split at its marks: indentation, dashes, key, value, comment.

A line is looked at alone. It may be broken or half-typed, and what it says may be the text of a
string that begins further up. Must not know the lines around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.syntax.blanks import REST_OF_LINE, end_of
from nam56r_core.syntax.yaml.comments import COMMENTS
from nam56r_core.syntax.yaml.tokens import DASH, KEY, PROPERTIES, line_end
from nam56r_core.text import TextRange

# What no key of a recipe begins with; anchors and tags are properties.
_NOT_A_NAME = (b"*", b",", b"]", b"}", b"?")


class Kind(Enum):
    """What a line begins."""

    ITEM = "a list item"
    KEY = "a key"
    TEXT = "text"

    @property
    def plural(self) -> str:
        return {Kind.ITEM: "list items", Kind.KEY: "keys", Kind.TEXT: "text"}[self]


@dataclass(frozen=True, slots=True)
class Line:
    """All places are offsets of the document, and `indent` is a number of columns.

    `text` is where its words begin, `behind` where those behind its first dash or its key do: None
    where nothing is behind it. `words` is where those behind all of its dashes begin. `name` is a
    key without anchor or tag at `words`, None without one, and `key` its place; `mark_end` is
    behind its colon, or else behind the last dash. `value` is what follows, without a comment.
    """

    start: int
    indent: int
    text: int
    kind: Kind
    behind: int | None
    words: int
    name: str | None
    key: TextRange
    mark_end: int
    value: TextRange
    value_text: bytes
    end: int
    next: int

    @property
    def is_item(self) -> bool:
        return self.kind is Kind.ITEM


def split_line(data: bytes, start: int, text: int, indent: int) -> Line:
    """The line that begins at `start` and whose words begin at `text`, as if it were indented by
    `indent` columns."""
    end, following = line_end(data, text)
    line = data[start:end]
    comment = COMMENTS.start_in(line)
    content = end if comment is None else max(text, start + comment)
    kind, behind = Kind.TEXT, text
    words = text
    while dash := DASH.match(data, words):
        words = dash.end()
        if kind is Kind.TEXT:
            kind, behind = Kind.ITEM, words
    properties = end_of(PROPERTIES, data, words)
    key = KEY.match(data, properties)
    if key is not None and kind is Kind.TEXT:
        kind, behind = Kind.KEY, key.end()
    if properties > words or data.startswith(_NOT_A_NAME, words):
        key = None
    head = key.end() if key else words
    value = data[head:content].rstrip(b" \t")
    return Line(
        start=start,
        indent=indent,
        text=text,
        kind=kind,
        behind=None if REST_OF_LINE.match(data, behind) else behind,
        words=words,
        name=_unquoted(key["key"]) if key else None,
        key=TextRange(*key.span("key")) if key else TextRange(start, start),
        mark_end=key.end("mark") if key else start + len(data[start:words].rstrip(b" \t")),
        value=TextRange(head, head + len(value)),
        value_text=value,
        end=end,
        next=following,
    )


def _unquoted(key: bytes) -> str:
    return key.decode("utf-8", "replace").strip("\"'")
