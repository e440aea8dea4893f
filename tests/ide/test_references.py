"""References: all that speaks about what is under the cursor, in the recipe and its bases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from nam56r_core.ide.base_reference import base_references
from nam56r_core.ide.references import references
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.text import TextRange
from support.cursor import Range, in_documents, read_marked, view_of
from support.trees import read


def check(text: str, language: Language = YAML, files: Mapping[str, str] | None = None) -> None:
    """The references are exactly the marked places; those marked `declaration` are left out when
    an editor asks for uses only."""
    marked = read_marked(text)
    bases = {name: read_marked(base, name) for name, base in (files or {}).items()}
    view = view_of(marked.text, language, files={name: base.text for name, base in bases.items()})
    expected = [*marked.ranges, *(place for base in bases.values() for place in base.ranges)]
    uses = [place for place in expected if place.label != "declaration"]
    found = references(view, marked.cursor)
    assert _places(in_documents(found)) == _places(expected)
    found = references(view, marked.cursor, include_declaration=False)
    assert _places(in_documents(found)) == _places(uses)


def _places(ranges: Iterable[Range]) -> list[tuple[str, TextRange]]:
    return sorted((place.file, place.range) for place in ranges)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            YAML,
            """\
pattern: AEMEA
#         ^ ^
$0E: {num_experts: 8}
^^^ declaration
""",
        ),
        (
            TOML,
            """\
pattern = "AEMEA"
#           ^ ^
[E$0]
#^^ declaration
num_experts = 8
""",
        ),
        (
            JSON,
            """\
{"pattern": "AEMEA",
#             ^ ^
"E$0": {"num_experts": 8}}
^^^^^ declaration
""",
        ),
    ],
)
def test_a_section_governs_its_letters(language: Language, text: str) -> None:
    check(text, language)


@pytest.mark.parametrize("entry", ["$0G: M\n  ^^^", "G: $0M\n  ^"])
def test_a_section_and_a_carrier_speak_about_the_same_letters(entry: str) -> None:
    check(
        f"""\
pattern: AGMD
#         ^ ^
G: {{}}
^ declaration
seams:
 carry:
  {entry}
"""
    )


def test_a_letter_has_a_section_a_carrier_and_features() -> None:
    check(
        """\
pattern: AM$0AR
#          ^^^
depth: 8
A:
^ declaration
  dsa:
    family_ranks: [0, 1, 3]
#                     ^  ^
features:
  engram:
    layer_indices: [0, 2, 6]
#                      ^  ^
  mhc:
    layer_indices: [2]
#                   ^
seams:
  carry:
    A: "*"
#   ^
    R: M
"""
    )


def test_a_position_is_about_the_letter_of_its_layer() -> None:
    check(
        """\
pattern: AMR
#        ^
A: {}
^ declaration
depth: 6
features:
  engram:
    layer_indices: [0, $03]
#                   ^  ^^^
"""
    )


def test_bases_speak_about_a_letter_too() -> None:
    files = {"base": "pattern: EM\n#        ^\nE:\n^ declaration\n  num_experts: 8\n"}
    check("extends: base\n$0E: {num_experts: 4}\n^^^ declaration\n", files=files)


@pytest.mark.parametrize(
    "ends",
    [
        ("  en$0gram: # here\n# ^^^^^^^^ declaration", "  engram: mine\n# ^^^^^^"),
        ("  engram: # here\n# ^^^^^^ declaration", "  engram$0: mine\n# ^^^^^^^^"),
    ],
)
def test_a_feature_has_a_hook_and_letters_that_it_sits_on(ends: tuple[str, str]) -> None:
    check(
        f"""\
pattern: AMA
#          ^
depth: 6
features:
{ends[0]}
    layer_indices: [2, 5]
seams:
 hooks:
{ends[1]}
"""
    )


def test_any_other_key_is_found_in_every_document_that_has_it() -> None:
    files = {
        "base": "extends: older\nmodel:\n  hidden_size: 8\n# ^^^^^^^^^^^ declaration\n",
        "older": "model: {hidden_size: 4}\n#       ^^^^^^^^^^^ declaration\n",
    }
    check(
        "extends: base\nmodel:\n  hidden_size: $016\n# ^^^^^^^^^^^ declaration\n",
        files=files,
    )


@pytest.mark.parametrize(
    "text", ["", "$0", "pattern: E\nE: {$0  num_experts: 8}\n", "# A$0\npattern: A\n"]
)
def test_nothing_is_referred_to(text: str) -> None:
    marked = read_marked(text + ("$0" if "$0" not in text else ""))
    assert references(view_of(marked.text), marked.cursor) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "extends: [a/old, new, 'b/old']\n#         ^^^^^        ^^^^^\n"),
        (TOML, "extends = ['a/old', 'new']\n#           ^^^^^\n"),
        (JSON, '{"extends": "x/old"}\n#            ^^^^^\n'),
        (YAML, "name: old\nE: {extends: old}\n"),
    ],
)
def test_a_document_says_where_it_names_a_base(language: Language, text: str) -> None:
    marked = read_marked(text)
    named = base_references(read(marked.text, language))
    found = [base.location for base in named if base.reference.endswith("old")]
    assert in_documents(found) == list(marked.ranges)
