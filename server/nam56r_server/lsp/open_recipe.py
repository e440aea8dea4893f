"""Most features are about an open recipe: the handlers of these are handed it, and any other
document is answered with null.

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
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.server import Server
from nam56r_server.lsp.session import Known


class _AboutDocument(Protocol):
    """The parameters of a request about one document."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier: ...


Params = TypeVar("Params", bound=_AboutDocument)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class OpenRecipe:
    """A document that is open and is a recipe, with what is known about it."""

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


def open_recipe(ls: Server, uri: str) -> OpenRecipe | None:
    """The recipe that is open under a URI; None for any other document."""
    document = ls.session.documents.get(uri)
    known = ls.session.known(document) if document else None
    return OpenRecipe(document, known) if document and known else None


def about_recipe(
    handler: Callable[[Server, Params, OpenRecipe], Answer],
) -> Callable[[Server, Params], Answer | None]:
    """Makes a handler of a function that also takes the recipe."""

    @functools.wraps(handler)
    def handle(ls: Server, params: Params) -> Answer | None:
        recipe = open_recipe(ls, params.text_document.uri)
        return None if recipe is None else handler(ls, params, recipe)

    return handle
