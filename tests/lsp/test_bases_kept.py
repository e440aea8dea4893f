"""What was read of a base is kept as long as an open recipe depends on it, and no longer."""

from __future__ import annotations

import gc
from pathlib import Path

from lsprotocol import types

from nam56r_core.text import SourceText
from nam56r_server.lsp.session import Session
from nam56r_server.project import project_file
from support.recipes import COMPLETE


def _texts(name: str) -> int:
    """How many texts of that name are held by anything."""
    gc.collect()
    return sum(isinstance(held, SourceText) and held.name == name for held in gc.get_objects())


def _open(session: Session, path: Path, text: str) -> None:
    document = session.documents.open(types.TextDocumentItem(path.as_uri(), "yaml", 1, text))
    session.forget(document.uri)
    assert session.known(document) is not None


def test_a_base_on_the_disk(folder: Path) -> None:
    (folder / "kept-base.yaml").write_text(COMPLETE, "utf-8")
    changes: list[str] = []
    session = Session(str)
    session.when_bases_change(lambda: changes.append("changed"))
    one, other = folder / "one.nam56r.yaml", folder / "other.nam56r.yaml"
    for path in (one, other):
        _open(session, path, "extends: kept-base.yaml\n")
    assert _texts("kept-base.yaml") == 1
    assert len(changes) == 2
    _open(session, one, COMPLETE)
    assert _texts("kept-base.yaml") == 1
    document = session.documents.close(other.as_uri())
    assert document is not None
    session.closed(document)
    assert _texts("kept-base.yaml") == 0
    assert len(changes) == 4


def test_a_base_of_closed_recipes(folder: Path) -> None:
    """Many of them are looked at one after another, and the base is read once."""
    (folder / "closed-base.yaml").write_text(COMPLETE, "utf-8")
    heir = folder / "heir.nam56r.yaml"
    heir.write_text("extends: closed-base.yaml\n", "utf-8")
    session = Session(str)
    known = [session.closed_recipe(project_file(heir), "heir")[0] for _ in range(3)]
    assert len({source for k in known for source in k.uris if "base" in source.name}) == 1
    del known
    assert _texts("closed-base.yaml") == 1
    session.keep_bases_in_use()
    assert _texts("closed-base.yaml") == 0
