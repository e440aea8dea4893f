"""What a cursor is at: a key, a value, a table header or a comment, and what new text needs there.

Must not know how a context is found, nor any recipe key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nam56r_core.changes import Path
from nam56r_core.text import TextEdit, TextRange


@dataclass(frozen=True, slots=True)
class ReplacedToken:
    """The token that a completion replaces, quotes included: on one line, around the cursor. Its
    range is empty where nothing is written yet; `closed` is False without a closing quote."""

    range: TextRange
    quote: str = ""
    closed: bool = True

    @property
    def content(self) -> TextRange:
        """The token without its quotes."""
        start = self.range.start + len(self.quote)
        end = self.range.end - (len(self.quote) if self.closed else 0)
        return TextRange(start, max(start, end))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What new text needs around it to be valid at its place.

    `before` and `after` are written with it; `elsewhere` are edits at other places (a comma behind
    the entry above, the indentation of the line). `below` is a line break, in YAML with the
    indentation of the block that a new key opens; empty where the key cannot open a block.
    `opened` is True if the lines of that block exist already.
    """

    in_brackets: bool
    before: str = ""
    after: str = ""
    elsewhere: tuple[TextEdit, ...] = ()
    below: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class KeyContext:
    """A place for a key of the section at a path.

    `has_mark` tells that the `:` or `=` of the key is already there. `present` are keys that the
    text beside it shows; a tree may know others. `takes_header` tells that a TOML table may begin
    here, because nothing of the current one follows.
    """

    path: Path
    token: ReplacedToken
    surroundings: Surroundings
    has_mark: bool = False
    present: frozenset[str] = field(default_factory=frozenset)
    takes_header: bool = False


@dataclass(frozen=True, slots=True)
class ValueContext:
    """A place for the value of the key at a path, or for an item of the list that it holds.

    `present` are items that the text beside it shows; a tree may know others.
    """

    path: Path
    in_list: bool
    token: ReplacedToken
    surroundings: Surroundings
    present: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class HeaderContext:
    """Inside the brackets of a TOML table header; `closed` tells that the `]` is there."""

    token: ReplacedToken
    closed: bool


@dataclass(frozen=True, slots=True)
class CommentContext:
    """Inside the comment that begins at `start`."""

    start: int


CursorContext = KeyContext | ValueContext | HeaderContext | CommentContext
