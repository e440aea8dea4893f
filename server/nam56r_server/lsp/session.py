"""The session: open documents, settings and bases, and the analyses of recipes, made when they are
needed and kept until something that they depend on changes.

Must not know the client, the library of the protocol, nor its messages.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nam56r_core.analysis import Analysis
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.file_too_large import file_too_large
from nam56r_core.ide.view import View
from nam56r_core.recipe.extends import LoadedDocument, NotLoaded
from nam56r_core.settings import Effective, Settings, effective, read_settings
from nam56r_core.settings.editor import EditorSettings
from nam56r_core.settings.read import TABLE, has_table
from nam56r_core.suppressions import MARK, is_marked_recipe
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import DEFAULT
from nam56r_core.syntax.tree import MappingNode
from nam56r_core.text import SourceText
from nam56r_server.lsp.bases import Bases, Used
from nam56r_server.lsp.documents import Documents, OpenDocument
from nam56r_server.lsp.settings import LiveSettings
from nam56r_server.project import (
    FindsSettings,
    Fingerprint,
    ProjectFile,
    fingerprint_of,
    resolve_reference,
)
from nam56r_server.project.documents import load_file
from nam56r_server.project.files import MAX_BYTES, TOO_LARGE
from nam56r_server.project.project_file import is_recipe_name, marker_in
from nam56r_server.project.settings import OWN_FILE, SETTINGS_FILES, settings_tree
from nam56r_server.project.snapshot import snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """One analysed recipe, with the URIs of the documents that it was read from."""

    view: View
    uris: dict[SourceText, str]
    depends_on: Mapping[str, Fingerprint | None]
    """The fingerprints of its bases when they were read, by identity; also of missing bases."""


class Session:
    """Views of recipes, by document."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        """`warn` shows a message to the person at the editor."""
        self.documents = Documents()
        self.settings = LiveSettings(warn)
        self.editor: dict[Path | None, EditorSettings] = {}
        """What the editor set, by folder; None for the whole window."""
        self._bases = Bases(self.documents)
        self._known: dict[str, tuple[SourceText, Known | None]] = {}
        self._depends_on: dict[str, frozenset[str]] = {}
        """The bases of each open recipe at its last analysis, by its URI."""
        self._when_bases_change: Callable[[], None] = lambda: None
        self._read: dict[str, SyntaxTree] = {}
        """What was last read of a document without a problem; the next reading starts from it."""

    def when_bases_change(self, call: Callable[[], None]) -> None:
        """Call a function whenever open recipes depend on other documents than before."""
        self._when_bases_change = call

    # ---------------------------------------------------------------- what is known

    def known(self, document: OpenDocument) -> Known | None:
        """What is known about an open document; None for one that is no recipe, or out of sync."""
        if not document.in_sync:
            return None
        kept = self._known.get(document.uri)
        if kept is not None and kept[0] is document.source:
            return kept[1]
        known = self._examined(document)
        self._known[document.uri] = (document.source, known)
        self._note_dependencies(document.uri, frozenset(known.depends_on) if known else frozenset())
        return known

    def closed_recipe(self, file: ProjectFile, uri: str) -> tuple[Known, Fingerprint]:
        """An analysed recipe on the disk, and its `fingerprint_of`; raises `CommandError` if it
        cannot be read."""
        # A write from here on must change the fingerprint.
        own = self._own_fingerprint(file)
        known = self._analysed(load_file(file), self._effective(file.path), uri)
        return known, (*own, *(known.depends_on[name] for name in sorted(known.depends_on)))

    def fingerprint_of(self, file: ProjectFile, depends_on: Iterable[str]) -> Fingerprint:
        """Equal as long as neither a recipe on the disk, nor a document that it depends on, nor
        its settings change."""
        bases = (self._bases.fingerprint_of(identity) for identity in sorted(depends_on))
        return (*self._own_fingerprint(file), *bases)

    def _own_fingerprint(self, file: ProjectFile) -> Fingerprint:
        """Includes the project, which decides what a recipe may extend."""
        return (file, marker_in(file.root), fingerprint_of(file), self._effective(file.path))

    def on_target(self, document: OpenDocument, target: str) -> Analysis:
        """An open recipe on another target than its own."""
        tree = (document.language or DEFAULT).parse(document.source)
        used = Used()

        def load(identity: str, reference: str) -> LoadedDocument | NotLoaded:
            return self._bases.load(identity, reference, used)

        loaded = LoadedDocument(document.identity, tree)
        return snapshot(loaded, load, self._effective(document.path), target).analysis

    def uri_of_base(self, uri: str, reference: str) -> str | None:
        """Where a reference of an open document leads, whether or not there is a file."""
        document = self.documents.get(uri)
        if document is None or document.file is None:
            return None
        found = resolve_reference(document.identity, reference)
        return self._bases.uri(found) if isinstance(found, ProjectFile) else None

    def forget(self, uri: str) -> None:
        self._known.pop(uri, None)

    def closed(self, document: OpenDocument) -> None:
        """A document is no longer open: nothing that was read of its text is kept."""
        self.forget(document.uri)
        self._read.pop(document.uri, None)
        self._bases.closed(document.identity)
        self._note_dependencies(document.uri, frozenset())

    def bases_in_use(self) -> Iterator[ProjectFile]:
        """The bases of open recipes; some of them more than once."""
        for identities in self._depends_on.values():
            yield from map(ProjectFile.from_identity, identities)

    def keep_bases_in_use(self) -> None:
        """Forget the documents that no open recipe depends on."""
        self._bases.keep_only(frozenset().union(*self._depends_on.values()))

    def _note_dependencies(self, uri: str, identities: frozenset[str]) -> None:
        """Record the documents that an open recipe depends on from now on."""
        if self._depends_on.get(uri, frozenset()) == identities:
            return
        self._depends_on[uri] = identities
        if not identities:
            del self._depends_on[uri]
        self.keep_bases_in_use()
        self._when_bases_change()

    def forget_all(self) -> None:
        """Settings, bases or folders changed: everything may look different."""
        self.settings.forget()
        self.documents.locate_again()
        self._known.clear()

    def dependents(self, identity: str) -> Iterator[OpenDocument]:
        """Open recipes whose last analysis depended on a document."""
        for document in self.documents:
            kept = self._known.get(document.uri)
            if kept and kept[1] and identity in kept[1].depends_on:
                yield document

    def may_come_from(self, path: Path) -> bool:
        """Whether a file on the disk may be a recipe or hold settings."""
        if path.name in SETTINGS_FILES or is_recipe_name(path.name):
            return True
        named = self.editor_settings(path).configuration
        if named is not None and os.path.realpath(named) == os.path.realpath(path):
            return True
        return self.settings.of(path, named).makes_recipe(path)

    def editor_settings(self, path: Path | None) -> EditorSettings:
        """What the editor set for the innermost folder around a path."""
        folders = [folder for folder in self.editor if folder is not None]
        for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
            if path is not None and path.is_relative_to(folder):
                return self.editor[folder]
        return self.editor.get(None) or EditorSettings()

    # ------------------------------------------------------------------- settings

    def finder(self, path: Path | None) -> FindsSettings:
        """Whoever knows the settings around a path."""
        return self.settings.finder(self.editor_settings(path).configuration)

    def may_hold_settings(self, document: OpenDocument) -> bool:
        return document.path is not None and document.path.name in SETTINGS_FILES

    def settings_findings(self, document: OpenDocument) -> tuple[Diagnostic, ...] | None:
        """What is wrong with settings that are open; None for a document that holds none."""
        if document.path is None or not self.may_hold_settings(document):
            return None
        tree = settings_tree(document.source)
        if document.path.name == OWN_FILE:
            return read_settings(tree).diagnostics
        return read_settings(tree, TABLE).diagnostics if has_table(tree) else None

    def _effective(self, path: Path | None) -> Effective:
        editor = self.editor_settings(path)
        if path is None:
            chosen = effective(Settings(), "")
        else:
            chosen = self.settings.of(path, editor.configuration).effective(path)
        return replace(chosen, target=chosen.target or editor.target)

    # ------------------------------------------------------------------- analysis

    def _examined(self, document: OpenDocument) -> Known | None:
        if document.language is None or self._is_too_large(document):
            return None
        is_recipe = self._is_named(document)
        # Editors send every document of these languages, also huge ones.
        if is_recipe is False or (is_recipe is None and not self._may_say_so(document)):
            return None
        tree = document.language.parse(document.source, self._read.get(document.uri))
        if not (is_recipe or self._says_so(document, tree)):
            return None
        if not tree.problems:
            self._read[document.uri] = tree
        loaded = LoadedDocument(document.identity, tree)
        return self._analysed(loaded, self._effective(document.path), document.uri)

    def too_large(self, document: OpenDocument) -> Diagnostic | None:
        """The finding of a recipe with more text than is read; None for any other document."""
        if not self._is_too_large(document) or not self._is_named(document):
            return None
        return file_too_large(document.source, TOO_LARGE)

    def _is_too_large(self, document: OpenDocument) -> bool:
        return len(document.source.data) > MAX_BYTES

    def _is_named(self, document: OpenDocument) -> bool | None:
        """Whether its name, or a setting, makes a recipe of a document; None where only it can
        tell. One that the settings exclude is none."""
        path = document.path
        if path is not None:
            settings = self.settings.of(path, self.editor_settings(path).configuration)
            if settings.excludes(path):
                return False
            if settings.makes_recipe(path):
                return True
        return True if is_recipe_name(document.source.name) else None

    def _may_say_so(self, document: OpenDocument) -> bool:
        """Whether it is worth reading a document to find out that it is a recipe."""
        return MARK.encode() in document.source.data or self.editor_settings(document.path).detect

    def _says_so(self, document: OpenDocument, tree: SyntaxTree) -> bool:
        """Whether a line of its own, or (where that is asked for) what it holds makes a recipe."""
        if is_marked_recipe(tree):
            return True
        root = tree.root
        shaped = isinstance(root, MappingNode) and root.entry("pattern") and root.entry("target")
        return bool(self.editor_settings(document.path).detect and shaped)

    def _analysed(self, loaded: LoadedDocument, chosen: Effective, uri: str) -> Known:
        used = Used()

        def load(identity: str, reference: str) -> LoadedDocument | NotLoaded:
            return self._bases.load(identity, reference, used)

        found = snapshot(loaded, load, chosen)
        uris = {**used.uris, loaded.tree.source: uri}
        return Known(View(found.analysis, found.filtered), uris, used.fingerprints)
