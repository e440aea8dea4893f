"""A language that recipe files are written in, and a document in it.

Whatever depends on the language of a file is a method of `Language`; `languages.py` has the ones
that exist. Must not know how any language is written, nor any recipe key.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nam56r_core.changes import Path, Plain
from nam56r_core.diagnostics import Location
from nam56r_core.syntax.tree import (
    MappingNode,
    Node,
    Parsed,
    ScalarNode,
    Stretches,
    SyntaxProblem,
    walk,
)
from nam56r_core.text import SourceText

if TYPE_CHECKING:
    # A command that only reads needs none of these, and should start without them.
    from nam56r_core.syntax.comments import CommentSyntax
    from nam56r_core.syntax.context import CursorContext, Surroundings
    from nam56r_core.syntax.editor import Editor
    from nam56r_core.syntax.folding import FoldingRange
    from nam56r_core.syntax.snippet import Form, Template


@dataclass(frozen=True, eq=False)
class SyntaxTree:
    """A document as it was read: `root` is None only for a document without any value.

    `problems` are in the order of their places.
    """

    source: SourceText
    language: Language
    root: Node | None
    problems: tuple[SyntaxProblem, ...]

    @cached_property
    def texts(self) -> Stretches:
        """Where its keys and single values are written."""
        nodes = walk(self.root) if self.root else ()
        return Stretches(node.range for node in nodes if isinstance(node, ScalarNode))

    def comments_with(self, word: str) -> Iterator[Location]:
        """Every comment that contains `word`, from its mark to the end of its line, in order."""
        comments = self.language.comments
        if comments is not None and word.encode() in self.source.data:
            yield from comments.containing(word, self.source, self.texts)

    def comment_at(self, offset: int) -> Location | None:
        """The comment that contains an offset; the end of its line counts."""
        comments = self.language.comments
        return comments.at(offset, self.source, self.texts) if comments else None


class Language(ABC):
    """One language. `name` is how messages write it, `mark` what follows a key; `has_null` is False
    where a document cannot say that a value is absent."""

    name: str
    file_endings: tuple[str, ...]
    mark: str
    has_null: bool = True

    def __repr__(self) -> str:
        return self.name

    # --------------------------------------------------------------------- reading

    def parse(self, source: SourceText, before: SyntaxTree | None = None) -> SyntaxTree:
        """The value tree of a document and every problem of its syntax.

        `before` is the tree of an earlier state of the document, if there is one: of a long
        document only the changed part is then parsed. Never raises because of the document: the
        tree has whatever could be read.
        """
        parsed = None
        if before is not None and before.language is self:
            parsed = self._reparse(source, before)
        return SyntaxTree(source, self, *(parsed or self._read(source)))

    @abstractmethod
    def _read(self, source: SourceText) -> Parsed: ...

    def _reparse(self, source: SourceText, before: SyntaxTree) -> Parsed | None:
        """The same as `_read`, made from an earlier tree; None where only a full parse will do."""
        return None

    @property
    @abstractmethod
    def comments(self) -> CommentSyntax | None:
        """How comments are written; None in a language without comments."""

    @abstractmethod
    def folds(self, tree: SyntaxTree) -> Iterator[FoldingRange]:
        """What can be folded; of several folds that begin on one line the outermost comes first."""

    # --------------------------------------------------------------------- cursor

    def context_at(self, source: SourceText, offset: int) -> CursorContext | None:
        """What a cursor at a byte offset is at; None where nothing can be written.

        Found in the text and not in its tree, because a tree loses a half-typed entry first.
        """
        line = source.line_range(source.line_of(offset))
        comments = self.comments
        start = comments.start_in(source.data[line.start : line.end]) if comments else None
        if start is not None and line.start + start < offset:
            from nam56r_core.syntax.context import CommentContext

            return CommentContext(line.start + start)
        return self._context_at(source, offset)

    @abstractmethod
    def _context_at(self, source: SourceText, offset: int) -> CursorContext | None:
        """The context of a cursor that is in no comment."""

    @abstractmethod
    def new_value(self, form: Form, item: Form | None, surroundings: Surroundings) -> Template:
        """Room for the value of a new key, behind its mark; `item` is the form of the items of a
        list."""

    # --------------------------------------------------------------------- writing

    @abstractmethod
    def editor(self, tree: SyntaxTree) -> Editor:
        """Edits one document."""

    @abstractmethod
    def write_value(self, value: Plain, *, old: str = "", in_flow: bool = False) -> str:
        """A value on one line.

        `old` is the text that it replaces: a string keeps its quotes. `in_flow` says that it is
        inside brackets, where some strings need quotes. Raises `CannotWriteError` for a value that
        the language cannot express.
        """

    @abstractmethod
    def write_key(self, name: str, *, old: str = "", in_flow: bool = False) -> str:
        """A key, without its mark, in the quotes of the one that it replaces."""

    def table_header(self, path: Path) -> str | None:
        """The line that a table begins with; None in a language without headers."""
        return None

    @abstractmethod
    def transcribe_yaml(self, source: SourceText, root: MappingNode) -> str:
        """A YAML document written in this language: the same values, and the comments where the
        language has any.

        Takes plain YAML only: one key on a line, block mappings, lists on the line of their key,
        and the values of a section before the sections in it.
        """
