"""Where the parts of TOML documents stand: headers and pairs, each with the path that it writes.

The value tree says what a document means; this says where each table is written, which may be in
several places. Must not know what is done to a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tree_sitter import Node as Syntax

from nam56r_core.changes import Path
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.problems import Problems
from nam56r_core.syntax.toml.reader import parsed_root
from nam56r_core.syntax.toml.scalars import string
from nam56r_core.text import SourceText, TextRange


class Kind(Enum):
    PAIR = "key = value"
    TABLE = "[table]"
    ARRAY = "[[table of an array]]"


@dataclass(frozen=True, slots=True)
class Statement:
    """`parts` are the written parts of its key, each with the length of the path up to it.
    `section` counts the headers up to this statement, itself included."""

    kind: Kind
    path: Path
    range: TextRange
    parts: tuple[tuple[int, TextRange], ...]
    section: int

    def is_within(self, path: Path) -> bool:
        return self.path[: len(path)] == path

    def writes_key_of(self, path: Path) -> TextRange | None:
        """The part of the key that names the last step of a path."""
        if not self.is_within(path):
            return None
        return next((where for length, where in self.parts if length == len(path)), None)


def statements_of(tree: SyntaxTree) -> list[Statement]:
    """All statements that can be read, in the order written."""
    reader = _Reader(tree.source)
    for part in parsed_root(tree.source.data, Problems(tree.source)).named_children:
        reader.read(part)
    return reader.statements


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._arrays: dict[Path, int] = {}
        self._section: Path = ()
        self._sections = 0
        self.statements: list[Statement] = []

    def read(self, part: Syntax) -> None:
        if part.has_error:
            return
        if part.type == "pair":
            self._pair(part)
        elif part.type in ("table", "table_array_element"):
            self._header(part)
            for pair in part.named_children:
                if pair.type == "pair" and not pair.has_error:
                    self._pair(pair)

    def _header(self, header: Syntax) -> None:
        name = next(part for part in header.named_children if part.type != "comment")
        closer = next(part for part in header.children if part.type in ("]", "]]"))
        path: Path = ()
        parts: list[tuple[int, TextRange]] = []
        keys = self._keys(name)
        for number, (key, where) in enumerate(keys, 1):
            path = (*path, key)
            parts.append((len(path), where))
            if header.type == "table_array_element" and number == len(keys):
                self._arrays[path] = self._arrays.get(path, 0) + 1
            if path in self._arrays:
                path = (*path, self._arrays[path] - 1)
        self._section = path
        self._sections += 1
        kind = Kind.TABLE if header.type == "table" else Kind.ARRAY
        where = TextRange(header.start_byte, closer.end_byte)
        self.statements.append(Statement(kind, path, where, tuple(parts), self._sections))

    def _pair(self, pair: Syntax) -> None:
        name, value = (part for part in pair.named_children if part.type != "comment")
        path = self._section
        parts: list[tuple[int, TextRange]] = []
        for key, where in self._keys(name):
            path = (*path, key)
            parts.append((len(path), where))
        where = TextRange(pair.start_byte, value.end_byte)
        self.statements.append(Statement(Kind.PAIR, path, where, tuple(parts), self._sections))

    def _keys(self, name: Syntax) -> list[tuple[str, TextRange]]:
        """The parts of a key; dotted ones are nested."""
        keys: list[tuple[str, TextRange]] = []
        unread = [name]
        while unread:
            part = unread.pop()
            start, end = part.start_byte, part.end_byte
            if part.type == "dotted_key":
                unread.extend(reversed(part.named_children))
            elif part.type == "quoted_key":
                read = string(self._source, start, end, Problems(self._source))
                keys.append((str(read.value), TextRange(start, end)))
            else:
                where = TextRange(start, end)
                keys.append((self._source.slice(where), where))
        return keys
