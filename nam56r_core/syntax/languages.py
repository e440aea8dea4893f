"""The languages that recipe files are written in, chosen by the ending of a file's name.

A language loads its folder when it is first used, part by part: most projects have one language,
and most commands need only its reader. Must not know how any language is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from nam56r_core.changes import Path, Plain
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.tree import MappingNode, Parsed
from nam56r_core.text import SourceText

if TYPE_CHECKING:
    from nam56r_core.syntax.comments import CommentSyntax
    from nam56r_core.syntax.context import CursorContext, Surroundings
    from nam56r_core.syntax.editor import Editor
    from nam56r_core.syntax.folding import FoldingRange
    from nam56r_core.syntax.snippet import Form, Template


class _Yaml(Language):
    name = "YAML"
    file_endings = (".yaml", ".yml")
    mark = ":"

    def _read(self, source: SourceText) -> Parsed:
        from nam56r_core.syntax.yaml.reader import read_yaml

        return read_yaml(source)

    def _reparse(self, source: SourceText, before: SyntaxTree) -> Parsed | None:
        from nam56r_core.syntax.yaml.reparse import reparse_yaml

        return reparse_yaml(source, before.source, Parsed(before.root, before.problems))

    @property
    def comments(self) -> CommentSyntax:
        from nam56r_core.syntax.yaml.comments import COMMENTS

        return COMMENTS

    def folds(self, tree: SyntaxTree) -> Iterator[FoldingRange]:
        from nam56r_core.syntax.folding import comment_folds, value_folds

        return chain(value_folds(tree.root), comment_folds(tree.source, tree.root))

    def _context_at(self, source: SourceText, offset: int) -> CursorContext | None:
        from nam56r_core.syntax.yaml.context import yaml_context

        return yaml_context(source, offset)

    def new_value(self, form: Form, item: Form | None, surroundings: Surroundings) -> Template:
        from nam56r_core.syntax.yaml.snippet import new_value

        return new_value(form, item, surroundings)

    def editor(self, tree: SyntaxTree) -> Editor:
        from nam56r_core.syntax.yaml.edit import YamlEditor

        return YamlEditor(tree)

    def write_value(self, value: Plain, *, old: str = "", in_flow: bool = False) -> str:
        from nam56r_core.syntax.yaml import write

        return write.value(value, old=old, in_flow=in_flow)

    def write_key(self, name: str, *, old: str = "", in_flow: bool = False) -> str:
        from nam56r_core.syntax.yaml import write

        return write.string(name, old=old, in_flow=in_flow)

    def transcribe_yaml(self, source: SourceText, root: MappingNode) -> str:
        return source.slice(source.full_range)


class _Toml(Language):
    name = "TOML"
    file_endings = (".toml",)
    mark = " = "
    has_null = False

    def _read(self, source: SourceText) -> Parsed:
        from nam56r_core.syntax.toml.reader import read_toml

        return read_toml(source)

    @property
    def comments(self) -> CommentSyntax:
        from nam56r_core.syntax.toml.comments import COMMENTS

        return COMMENTS

    def folds(self, tree: SyntaxTree) -> Iterator[FoldingRange]:
        from nam56r_core.syntax.folding import comment_folds, value_folds
        from nam56r_core.syntax.toml.folding import is_table, table_folds

        return chain(
            value_folds(tree.root, is_table),
            table_folds(tree.source, tree.root),
            comment_folds(tree.source, tree.root),
        )

    def _context_at(self, source: SourceText, offset: int) -> CursorContext | None:
        from nam56r_core.syntax.toml.context import toml_context

        return toml_context(source, offset)

    def new_value(self, form: Form, item: Form | None, surroundings: Surroundings) -> Template:
        from nam56r_core.syntax.snippet import inline_value

        return inline_value(form, "nan")  # a recipe refuses `nan`

    def editor(self, tree: SyntaxTree) -> Editor:
        from nam56r_core.syntax.toml.edit import TomlEditor

        return TomlEditor(tree)

    def write_value(self, value: Plain, *, old: str = "", in_flow: bool = False) -> str:
        from nam56r_core.syntax.toml import write

        return write.value(value, old=old)

    def write_key(self, name: str, *, old: str = "", in_flow: bool = False) -> str:
        from nam56r_core.syntax.toml import write

        return write.key(name, old=old)

    def table_header(self, path: Path) -> str:
        from nam56r_core.syntax.toml import write

        return write.header([str(part) for part in path])

    def transcribe_yaml(self, source: SourceText, root: MappingNode) -> str:
        from nam56r_core.syntax.toml.transcribe import transcribed

        return transcribed(source, root)


class _Json(Language):
    name = "JSON"
    file_endings = (".json",)
    mark = ": "
    comments = None

    def _read(self, source: SourceText) -> Parsed:
        from nam56r_core.syntax.json.reader import read_json

        return read_json(source)

    def folds(self, tree: SyntaxTree) -> Iterator[FoldingRange]:
        from nam56r_core.syntax.folding import value_folds

        return value_folds(tree.root)

    def _context_at(self, source: SourceText, offset: int) -> CursorContext | None:
        from nam56r_core.syntax.json.context import json_context

        return json_context(source, offset)

    def new_value(self, form: Form, item: Form | None, surroundings: Surroundings) -> Template:
        from nam56r_core.syntax.snippet import inline_value

        return inline_value(form, "null")

    def editor(self, tree: SyntaxTree) -> Editor:
        from nam56r_core.syntax.json.edit import JsonEditor

        return JsonEditor(tree)

    def write_value(self, value: Plain, *, old: str = "", in_flow: bool = False) -> str:
        from nam56r_core.syntax.json import write

        return write.value(value)

    def write_key(self, name: str, *, old: str = "", in_flow: bool = False) -> str:
        from nam56r_core.syntax.json import write

        return write.value(name)

    def transcribe_yaml(self, source: SourceText, root: MappingNode) -> str:
        from nam56r_core.syntax.json import write

        return write.document(root.plain)


YAML: Language = _Yaml()
TOML: Language = _Toml()
JSON: Language = _Json()

LANGUAGES = (YAML, TOML, JSON)

DEFAULT = YAML
"""The language of a text whose name says nothing, as on standard input."""

FILE_ENDINGS = tuple(ending for language in LANGUAGES for ending in language.file_endings)


def language_of(name: str) -> Language | None:
    """The language of a file by its name; None where it is not one of ours."""
    lowered = name.lower()
    return next((one for one in LANGUAGES if lowered.endswith(one.file_endings)), None)


def looks_like(tree: SyntaxTree) -> Language | None:
    """Another language in which a document is keys and values with fewer mistakes. For a hint only:
    no document may be read as what it looks like."""
    mistakes = _mistakes(tree)
    if tree.root is None or not mistakes:
        return None
    others = {
        other: _mistakes(other.parse(tree.source))
        for other in LANGUAGES
        if other is not tree.language
    }
    best = min(others, key=lambda other: others[other])
    return best if others[best] < mistakes else None


def _mistakes(tree: SyntaxTree) -> float:
    """The number of problems of keys and values; infinite for anything else."""
    has_keys = isinstance(tree.root, MappingNode) and bool(tree.root.entries)
    return len(tree.problems) if has_keys else float("inf")
