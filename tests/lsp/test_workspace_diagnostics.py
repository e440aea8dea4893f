"""Findings of recipes that are not open are worked out again only when something changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nam56r_core.analysis import Analysis, analyze
from nam56r_server.lsp.services import workspace_recipes
from nam56r_server.project import project_file, snapshot
from support.contexts import new_context
from support.deep import bury
from support.recipes import COMPLETE

WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")


def test_only_what_changed_is_looked_at_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, heir = folder / "base.nam56r.yaml", folder / "heir.nam56r.yaml"
    base.write_text(COMPLETE, "utf-8")
    heir.write_text("extends: base.nam56r.yaml\n", "utf-8")
    context = new_context()
    examined: list[str] = []
    closed_recipe = context.session.closed_recipe

    def counted(place: object, uri: str) -> object:
        examined.append(uri)
        return closed_recipe(place, uri)  # type: ignore[arg-type]

    monkeypatch.setattr(context.session, "closed_recipe", counted)

    def codes() -> list[str | int | None]:
        return [d.code for d in context.workspace_diagnostics.of(project_file(heir), "heir").items]

    assert codes() == codes() == []
    assert examined == ["heir"]
    base.write_text(WRONG, "utf-8")
    assert codes() == codes() == ["lower-case-letter"]
    assert examined == ["heir"] * 2
    (folder / "nam56r.toml").write_text('ignore = ["lower-case-letter"]\n', "utf-8")
    context.session.settings.forget()
    assert codes() == codes() == []
    assert examined == ["heir"] * 3
    context.workspace_diagnostics.keep_only(())
    assert codes() == []
    assert examined == ["heir"] * 4


def test_a_folder_is_told_again_after_it_was_mended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where there are more recipes than are looked at; what was not walked is not mended."""
    said: list[str] = []
    monkeypatch.setattr(workspace_recipes, "MOST_RECIPES", 1)
    first, second = folder / "first", folder / "second"
    context = new_context(first, second)
    monkeypatch.setattr(context.client, "warn", said.append)
    for top in (first, second):
        (top / "deep").mkdir(parents=True)
        bury(top / "deep")

    async def walk() -> int:
        return len([uri async for uri, _ in context.workspace_recipes.closed()])

    assert [asyncio.run(walk()) for _ in range(2)] == [0, 0]
    assert len(said) == 2
    for name in "ab":
        (first / f"{name}.nam56r.yaml").write_text(COMPLETE, "utf-8")
    (first / "deep").rename(folder / "away")
    assert [asyncio.run(walk()) for _ in range(2)] == [1, 1]
    (folder / "away").rename(first / "deep")
    assert asyncio.run(walk()) == 1
    assert len(said) == 3
    for name in "ab":
        (first / f"{name}.nam56r.yaml").unlink()
    assert asyncio.run(walk()) == 0
    assert len(said) == 3


def test_what_is_written_while_it_is_read_is_not_missed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever writes between two steps: of a recipe, of its base."""
    base, heir = folder / "base.nam56r.yaml", folder / "heir.nam56r.yaml"
    for written, text in ((heir, f"{COMPLETE}name: twice\n"), (base, WRONG)):
        base.write_text(COMPLETE, "utf-8")
        heir.write_text("extends: base.nam56r.yaml\n", "utf-8")
        context = new_context()

        def analyzed(
            *given: object, written: Path = written, text: str = text, **options: object
        ) -> Analysis:
            analysis = analyze(*given, **options)  # type: ignore[arg-type]
            written.write_text(text, "utf-8")
            return analysis

        with monkeypatch.context() as patch:
            patch.setattr(snapshot, "analyze", analyzed)
            assert context.workspace_diagnostics.of(project_file(heir), "heir").items == []
        found = context.workspace_diagnostics.of(project_file(heir), "heir")
        assert found.items != [], written.name
