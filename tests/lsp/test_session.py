"""What is known about documents, without a wire: what is read, and what is not."""

from __future__ import annotations

import pytest
from lsprotocol import types

from nam56r_core.settings.editor import EditorSettings
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.text import SourceText
from nam56r_server.lsp.session import Session
from support.recipes import COMPLETE


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that are read, in order."""
    names: list[str] = []

    parse = Language.parse

    def noted(
        language: Language, source: SourceText, before: SyntaxTree | None = None
    ) -> SyntaxTree:
        names.append(source.name)
        return parse(language, source, before)

    monkeypatch.setattr(Language, "parse", noted)
    return names


@pytest.mark.parametrize(
    ("uri", "text", "is_read", "is_known"),
    [
        ("untitled:package-lock.json", "{}", False, False),
        ("untitled:other.yaml", COMPLETE, False, False),
        ("untitled:a.nam56r.yaml", COMPLETE, True, True),
        ("untitled:marked.yaml", "# nam56r: recipe\n" + COMPLETE, True, True),
        ("untitled:quoted.yaml", 'says: "# nam56r: recipe"\n', True, False),
    ],
)
def test_only_what_may_be_a_recipe_is_read(
    read: list[str], uri: str, text: str, is_read: bool, is_known: bool
) -> None:
    """Editors send every document of these languages, and a lock file has 50,000 lines."""
    session = Session(str)
    document = session.documents.open(types.TextDocumentItem(uri, "yaml", 1, text))
    assert (session.known(document) is not None) == is_known
    assert bool(read) == is_read


def test_what_a_document_holds_counts_where_that_is_asked_for(read: list[str]) -> None:
    session = Session(str)
    session.editor[None] = EditorSettings(detect=True)
    item = types.TextDocumentItem("untitled:other.yaml", "yaml", 1, COMPLETE)
    assert session.known(session.documents.open(item)) is not None
    assert read
