"""Links to base recipes: on exactly the text of a reference, and only where a file is."""

from __future__ import annotations

import pytest

from nam56r_core.ide.document_link import document_links
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import in_documents, read_marked, view_of
from support.recipes import MAIN, OUTSIDE

FILES = {"one": "name: one\n", "two words": "name: two\n", "list": "[1]\n"}


@pytest.mark.parametrize(
    ("language", "text", "references"),
    [
        (YAML, "extends: one\n#        ^^^\n", ["one"]),
        (YAML, "extends: 'one' # or none\n#         ^^^\n", ["one"]),
        (
            YAML,
            'extends:\n- two words\n# ^^^^^^^^^\n- "one"\n#  ^^^\n',
            ["two words", "one"],
        ),
        (YAML, 'extends: "\\x6fne"\n#         ^^^^^^\n', ["one"]),
        (TOML, 'extends = "one"\n#          ^^^\n', ["one"]),
        (
            TOML,
            "extends = ['''two words''', 'one']\n#             ^^^^^^^^^      ^^^\n",
            ["two words", "one"],
        ),
        (
            JSON,
            '{"extends":\n["one", "two words"]}\n# ^^^    ^^^^^^^^^\n',
            ["one", "two words"],
        ),
    ],
)
def test_every_base_is_a_link(language: Language, text: str, references: list[str]) -> None:
    marked = read_marked(text)
    view = view_of(marked.text, language, files=FILES)
    links = document_links(view)
    assert in_documents(link.location for link in links) == list(marked.ranges)
    assert [link.reference for link in links] == references
    assert all(link.location.source is view.source for link in links)


def test_what_cannot_be_opened_is_no_link() -> None:
    text = f"extends: [none, one, {OUTSIDE}, '', 3, {MAIN}, list]\n"
    links = document_links(view_of(text, files=FILES))
    assert [link.reference for link in links] == ["one", MAIN, "list"]


def test_the_links_of_a_base_are_not_those_of_its_heir() -> None:
    view = view_of("extends: heir\n", files={**FILES, "heir": "extends: one\n"})
    assert [link.reference for link in document_links(view)] == ["heir"]


@pytest.mark.parametrize(
    "text", ["", "extends:\n", "extends: {a: one}\n", "- extends\n", "x: one\n"]
)
def test_nothing_to_link(text: str) -> None:
    assert document_links(view_of(text, files=FILES)) == ()
