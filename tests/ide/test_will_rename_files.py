"""Renamed recipe files: the references to them, in each language, and nothing else."""

from __future__ import annotations

import pytest

from nam56r_core.ide.base_reference import base_reference_at
from nam56r_core.ide.will_rename_files import rename_references
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.syntax.tree import plain
from nam56r_core.text import apply_edits
from support.cursor import in_documents, read_marked
from support.trees import read

NEW = {"old": "new", "../shared/base.yaml": "shared/base.yaml"}


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (YAML, "extends: old # why\nname: old\n", "extends: new # why\nname: old\n"),
        (YAML, "extends: 'old'\n", "extends: 'new'\n"),
        (YAML, 'extends: "old"\n', 'extends: "new"\n'),
        (YAML, "extends: [old, other]\n", "extends: [new, other]\n"),
        (
            YAML,
            "extends:\n  - old  # first\n  - other\n  - ../shared/base.yaml\n",
            "extends:\n  - new  # first\n  - other\n  - shared/base.yaml\n",
        ),
        (TOML, "extends = 'old' # why\n", "extends = 'new' # why\n"),
        (
            TOML,
            'extends = [\n  "old",  # first\n  "other",\n]\n[E]\n',
            'extends = [\n  "new",  # first\n  "other",\n]\n[E]\n',
        ),
        (JSON, '{ "extends" : "old" }', '{ "extends" : "new" }'),
        (JSON, '{"extends": ["other", "old"]}', '{"extends": ["other", "new"]}'),
    ],
)
def test_references_follow_in_their_own_syntax(language: Language, before: str, after: str) -> None:
    tree = read(before, language)
    edits = rename_references(tree, NEW)
    assert edits
    assert apply_edits(tree.source.data, edits).decode() == after


@pytest.mark.parametrize(
    "name", ["a: b", "with # sign", "it's", 'a "b"', "ünï", "3", "true", "a\\b"]
)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "extends: old\n"),
        (YAML, "extends: 'old'\n"),
        (YAML, "extends: [x, old]\n"),
        (TOML, "extends = 'old'\n"),
        (TOML, 'extends = "old"\n'),
        (JSON, '{"extends": "old"}'),
    ],
)
def test_any_name_is_read_back_as_it_is(language: Language, text: str, name: str) -> None:
    tree = read(text, language)
    edits = rename_references(tree, {"old": name})
    assert edits
    now = read(apply_edits(tree.source.data, edits), language)
    assert now.problems == ()
    before = plain(tree.root)
    assert isinstance(before, dict)
    wanted = ["x", name] if isinstance(before["extends"], list) else name
    assert plain(now.root) == {**before, "extends": wanted}


@pytest.mark.parametrize(
    "text", ["name: old\n", "extends: other\n", "E: {extends: old}\n", "", "- old\n"]
)
def test_a_document_that_names_none_stays(text: str) -> None:
    assert rename_references(read(text, YAML), NEW) == ()


def test_two_names_may_change_places() -> None:
    tree = read("extends: [a, b, a]\n", YAML)
    edits = rename_references(tree, {"a": "b", "b": "a"})
    assert edits
    assert apply_edits(tree.source.data, edits) == b"extends: [b, a, b]\n"


def test_what_cannot_be_changed_alone_is_left_alone() -> None:
    assert rename_references(read("extends: old\nextends: older\n", YAML), NEW) is None


@pytest.mark.parametrize("cursor", ["$0other", "oth$0er", "other$0"])
def test_a_rename_begins_on_a_reference(cursor: str) -> None:
    marked = read_marked(f"extends: [base, '{cursor}']\n#                ^^^^^^^\n")
    found = base_reference_at(read(marked.text, YAML), marked.cursor)
    assert found is not None
    assert found.reference == "other"
    assert in_documents([found.location]) == list(marked.ranges)


@pytest.mark.parametrize("text", ["extends: base\nna$0me: base\n", "ext$0ends: base\n", "$0"])
def test_nothing_else_is_renamed(text: str) -> None:
    marked = read_marked(text)
    assert base_reference_at(read(marked.text, YAML), marked.cursor) is None
