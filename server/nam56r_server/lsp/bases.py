"""Base recipes: from the editor if they are open there, else from the disk, where a file is read
again only after it changed.

Must not know what a recipe means.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from nam56r_core.recipe.extends import ExtendsFault, LoadedDocument, NotLoaded
from nam56r_core.syntax.languages import DEFAULT
from nam56r_core.text import SourceText
from nam56r_server.lsp.documents import OUT_OF_SYNC, Documents
from nam56r_server.lsp.uris import uri_of
from nam56r_server.project import (
    Fingerprint,
    ProjectFile,
    fingerprint_of,
    load_reference,
    resolve_reference,
)


@dataclass(slots=True)
class Used:
    """The bases that one analysis read: the fingerprint of each from before it was read, by
    identity, and their URIs."""

    fingerprints: dict[str, Fingerprint | None] = field(default_factory=dict)
    uris: dict[SourceText, str] = field(default_factory=dict)


class Bases:
    """Loads the recipes that others extend."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._read: dict[str, tuple[Fingerprint, LoadedDocument]] = {}
        self._parsed: dict[str, LoadedDocument] = {}

    def load(self, identity: str, reference: str, used: Used) -> LoadedDocument | NotLoaded:
        """The core's loader, which also records in `used` what it read."""
        naming = self._documents.get(identity)
        if naming is not None and naming.file is None:
            return NotLoaded(
                ExtendsFault.NOT_FOUND, f"{reference}: an unsaved document has no folder"
            )
        found = resolve_reference(identity, reference)
        if isinstance(found, NotLoaded):
            return found
        # A base that does not exist yet counts: it may be written while its heir is open.
        used.fingerprints.setdefault(found.identity, self.fingerprint_of(found.identity))
        document = self._documents.by_identity(found.identity)
        if document is not None and not document.in_sync:
            return NotLoaded(ExtendsFault.UNREADABLE, OUT_OF_SYNC)
        loaded = self._open(found) or self._from_disk(identity, reference, found)
        if isinstance(loaded, LoadedDocument):
            used.uris[loaded.tree.source] = self.uri(found)
        return loaded

    def uri(self, file: ProjectFile) -> str:
        """The URI of a document, as the editor writes it where it is open."""
        document = self._documents.by_identity(file.identity)
        return document.uri if document else uri_of(file.path)

    def closed(self, identity: str) -> None:
        """Forget the text of a document that was open."""
        self._parsed.pop(identity, None)

    def keep_only(self, identities: Collection[str]) -> None:
        """Forget the documents that no recipe depends on."""
        for kept in (self._read, self._parsed):
            for identity in kept.keys() - identities:
                del kept[identity]

    def fingerprint_of(self, identity: str) -> Fingerprint | None:
        """Differs after a document changed, in the editor or on the disk."""
        document = self._documents.by_identity(identity)
        if document is not None:
            return (document.uri, document.version, document.in_sync)
        return fingerprint_of(ProjectFile.from_identity(identity))

    def _open(self, file: ProjectFile) -> LoadedDocument | None:
        document = self._documents.by_identity(file.identity)
        if document is None:
            return None
        known = self._parsed.get(file.identity)
        if known is None or known.tree.source is not document.source:
            tree = (document.language or DEFAULT).parse(document.source)
            known = self._parsed[file.identity] = LoadedDocument(file.identity, tree)
        return known

    def _from_disk(
        self, identity: str, reference: str, file: ProjectFile
    ) -> LoadedDocument | NotLoaded:
        fingerprint = fingerprint_of(file)
        if fingerprint is None:
            return load_reference(identity, reference)
        known = self._read.get(file.identity)
        if known is not None and known[0] == fingerprint:
            return known[1]
        loaded = load_reference(identity, reference)
        if isinstance(loaded, LoadedDocument):
            self._read[file.identity] = (fingerprint, loaded)
        return loaded
