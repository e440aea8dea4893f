"""The documents that are open in the editor: their text, kept by us, and what they are.

The library's own copy of the text loses its place at form feeds and U+2028, so it is not used. Must
not know what a recipe means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML, language_of
from nam56r_core.text import SourceText, TextEdit, TextRange
from nam56r_server.errors import CommandError
from nam56r_server.lsp.convert import Converter
from nam56r_server.lsp.uris import name_of, path_of
from nam56r_server.project import ProjectFile, project_file

_LANGUAGES = {
    "yaml": YAML,
    "toml": TOML,
    "json": JSON,
    "jsonc": JSON,
    "nam56r-yaml": YAML,
    "nam56r-toml": TOML,
    "nam56r-json": JSON,
}


OUT_OF_SYNC = (
    "an edit could not be read, so that the text the editor shows is not known here; close the "
    "document and open it again"
)


@dataclass(slots=True)
class OpenDocument:
    """One open document. `file` is None for one that is not on the disk of this machine. One that
    is not `in_sync` has another text in the editor. `typed_until` is the byte offset behind the
    text that the last edit inserted in one line, None if it inserted none."""

    uri: str
    language: Language | None
    version: int
    source: SourceText
    file: ProjectFile | None
    in_sync: bool = True
    typed_until: int | None = None

    @property
    def identity(self) -> str:
        """What the core knows the document by: the same as for the file on the disk."""
        return self.file.identity if self.file else self.uri

    @property
    def path(self) -> Path | None:
        return self.file.path if self.file else None


class Documents:
    """Every open document, by its URI as the editor wrote it."""

    def __init__(self) -> None:
        self._open: dict[str, OpenDocument] = {}

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(list(self._open.values()))

    def get(self, uri: str) -> OpenDocument | None:
        return self._open.get(uri)

    def by_identity(self, identity: str) -> OpenDocument | None:
        return next((d for d in self._open.values() if d.identity == identity), None)

    def by_path(self, path: Path) -> OpenDocument | None:
        return next((d for d in self._open.values() if d.path == path), None)

    def open(self, item: types.TextDocumentItem) -> OpenDocument:
        """Take a document in; one that is open already is replaced."""
        file = _file(item.uri)
        name = file.name if file else name_of(item.uri)
        document = OpenDocument(
            item.uri,
            language_of(name) or _LANGUAGES.get(item.language_id),
            item.version,
            SourceText.of(name, _clean(item.text)),
            file,
        )
        self._open[item.uri] = document
        return document

    def change(
        self,
        identifier: types.VersionedTextDocumentIdentifier,
        changes: Sequence[types.TextDocumentContentChangeEvent],
        convert: Converter,
    ) -> OpenDocument | None:
        """Apply changes, each to the text that the one before left; None for a document that is
        not open, or is still out of sync."""
        document = self._open.get(identifier.uri)
        if document is None:
            return None
        if not document.in_sync:
            changes = _from_the_last_whole_text(changes)
            document.in_sync = bool(changes)
            if not changes:
                return None
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                where, text = convert.text_range(document.source, change.range), _clean(change.text)
                document.typed_until = _typed_until(document.source, where, text)
                document.source = document.source.edited(TextEdit(where, text))
            else:
                document.source = SourceText.of(document.source.name, _clean(change.text))
                document.typed_until = None
        document.version = identifier.version
        return document

    def locate_again(self) -> None:
        """Find the project of every document: a settings file that came or went makes another
        folder its root."""
        for document in self:
            file = _file(document.uri)
            if file is not None and file != document.file:
                document.file = file
                document.source = SourceText(file.name, document.source.data)

    def close(self, uri: str) -> OpenDocument | None:
        return self._open.pop(uri, None)


def _typed_until(source: SourceText, where: TextRange, text: str) -> int | None:
    """The byte offset behind what an edit inserts in one line, None if it inserts nothing or lines.
    Neovim also sends text around the insertion that stays the same."""
    old, new = source.data[where.start : where.end], text.encode()
    before = _alike(old, new)
    old, new = old[before:], new[before:]
    behind = _alike(old[::-1], new[::-1])
    inserted = new[: len(new) - behind]
    if not inserted or b"\n" in inserted:
        return None
    return where.start + before + len(inserted)


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    both = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in both if a != b), min(len(one), len(other)))


def _from_the_last_whole_text(
    changes: Sequence[types.TextDocumentContentChangeEvent],
) -> Sequence[types.TextDocumentContentChangeEvent]:
    """None of the changes where each is to a text that is not known."""
    for at in reversed(range(len(changes))):
        if not isinstance(changes[at], types.TextDocumentContentChangePartial):
            return changes[at:]
    return ()


def _clean(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which UTF-8 does not have. Both take one
    column in UTF-16, so that the editor's columns stay true."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _file(uri: str) -> ProjectFile | None:
    path = path_of(uri)
    if path is None or not path.is_absolute():
        return None
    try:
        return project_file(path)
    except CommandError:
        return None
