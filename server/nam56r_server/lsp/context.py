"""What handlers are given: the client, the session, and the services.

Must not know any feature.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from lsprotocol import types

from nam56r_core.ide.view import View
from nam56r_core.text import SourceText
from nam56r_server.lsp.client import Client
from nam56r_server.lsp.convert import Converter, encoding_of
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.services.configuration import Configuration
from nam56r_server.lsp.services.file_watching import FileWatcher
from nam56r_server.lsp.services.invocations import Invocations
from nam56r_server.lsp.services.publishing import Publisher
from nam56r_server.lsp.services.sent_tokens import SentTokens
from nam56r_server.lsp.services.workspace_diagnostics import WorkspaceDiagnostics
from nam56r_server.lsp.services.workspace_recipes import WorkspaceRecipes
from nam56r_server.lsp.session import Known, Session


@dataclass(frozen=True, slots=True)
class OpenRecipe:
    """An open document that is a recipe, with its analysis."""

    document: OpenDocument
    known: Known

    @property
    def uri(self) -> str:
        return self.document.uri

    @property
    def view(self) -> View:
        return self.known.view

    @property
    def source(self) -> SourceText:
        return self.known.view.source


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One for each connection, from `initialize` on, when the position encoding is agreed on."""

    client: Client
    session: Session
    convert: Converter
    publisher: Publisher
    configuration: Configuration
    watcher: FileWatcher
    workspace_diagnostics: WorkspaceDiagnostics
    workspace_recipes: WorkspaceRecipes
    invocations: Invocations
    sent_tokens: SentTokens

    @classmethod
    def of(cls, client: Client) -> Context:
        """Make a session and its services for a client that has sent `initialize`."""
        session = Session(client.warn)
        convert = Converter(encoding_of(client.position_encoding))
        publisher = Publisher(client, session, convert)
        workspace_diagnostics = WorkspaceDiagnostics(client, session, convert)
        watcher = FileWatcher(client, session, workspace_diagnostics)
        session.when_bases_change(watcher.bases_changed)
        return cls(
            client,
            session,
            convert,
            publisher,
            Configuration(client, session, publisher),
            watcher,
            workspace_diagnostics,
            WorkspaceRecipes(client, session),
            Invocations(),
            SentTokens(),
        )

    def open_recipe(self, uri: str) -> OpenRecipe | None:
        """The recipe that is open under a URI; None for any other document."""
        document = self.session.documents.get(uri)
        known = self.session.known(document) if document else None
        return OpenRecipe(document, known) if document and known else None


class _AboutDocument(Protocol):
    """The parameters of a request about one document."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier: ...


Params = TypeVar("Params", bound=_AboutDocument)
Answer = TypeVar("Answer")


def about_recipe(
    handler: Callable[[Context, Params, OpenRecipe], Answer],
) -> Callable[[Context, Params], Answer | None]:
    """Makes a handler that is also given the open recipe, and answers null for other documents."""

    @functools.wraps(handler)
    def handle(context: Context, params: Params) -> Answer | None:
        recipe = context.open_recipe(params.text_document.uri)
        return None if recipe is None else handler(context, params, recipe)

    return handle
