"""Go to definition: from what is written to where it comes from."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from nam56r_core.ide.base_reference import BaseReference
from nam56r_core.ide.definition import definition
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import in_documents, read_marked, view_of


def check(text: str, language: Language = YAML, files: Mapping[str, str] | None = None) -> None:
    """The places that the cursor leads to are exactly the marked ones, in all documents."""
    marked = read_marked(text)
    bases = {name: read_marked(base, name) for name, base in (files or {}).items()}
    view = view_of(marked.text, language, files={name: base.text for name, base in bases.items()})
    found = definition(view, marked.cursor)
    assert not isinstance(found, BaseReference)
    expected = [*marked.ranges, *(place for base in bases.values() for place in base.ranges)]
    assert in_documents(found) == sorted(expected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "pattern: A$0EM\nA: {}\nE: {num_experts: 8}\n^\n"),
        (YAML, "A: {}\n'E': {}\n^^^\npattern: |-\n  A$0E\n"),
        (TOML, 'pattern = "A$0EM"\n[A]\n[E]\n#^\nnum_experts = 8\n'),
        (TOML, 'pattern = "A$0EM"\nE.num_experts = 8\n^\n'),
        (JSON, '{"pattern": "A$0EM",\n"E": {"num_experts": 8}}\n^^^\n'),
    ],
)
def test_a_letter_leads_to_its_section(language: Language, text: str) -> None:
    check(text, language)


def test_the_letter_d_leads_to_the_section_that_it_shares() -> None:
    check("pattern: A$0DM\nG: {}\n^\nE: {}\n")


def test_the_last_letter_counts_behind_it_too() -> None:
    check("pattern: AE$0\nA: {}\nE: {}\n^\n")


def test_a_letter_leads_to_an_inherited_section() -> None:
    check("extends: base\npattern: $0EM\n", files={"base": "depth: 2\nE: {num_experts: 8}\n^\n"})


def test_a_letter_without_a_section_leads_to_the_pattern_that_it_overrides() -> None:
    check("extends: base\npattern: $0AM\n", files={"base": "pattern: EE\n^^^^^^^\n"})
    check("pattern: $0AM\n")


@pytest.mark.parametrize(
    ("language", "text", "base"),
    [
        (YAML, "extends: base.json\nE:\n  num_$0experts: 8\n", "base.json"),
        (YAML, "extends: base.json\nE:\n  num_experts: $08\n", "base.json"),
        (TOML, 'extends = "base.json"\n[E]\nnum_exp$0erts = 8\n', "base.json"),
        (JSON, '{"extends": "base.json", "E": {"num_experts": nu$0ll}}', "base.json"),
    ],
)
def test_an_overriding_key_leads_to_the_base(language: Language, text: str, base: str) -> None:
    files = {base: '{"name": "x", "E": {\n"num_experts": 4}}\n^^^^^^^^^^^^^\n'}
    check(text, language, files)


def test_an_overriding_section_leads_to_the_base() -> None:
    check("extends: base\nE$0: {num_experts: 8}\n", files={"base": "E: {num_experts: 4}\n^\n"})


def test_a_value_leads_to_the_base_that_was_heard_last_and_from_there_further() -> None:
    files = {
        "old": "depth: 4\nname: old\n",
        "first": "extends: old\ndepth: 8\n^^^^^\n",
        "second": "name: second\n",
    }
    check("extends: [second, first]\n$0depth: 12\n", files=files)
    files["first"] = "extends: old\nname: first\n"
    files["old"] = "depth: 4\n^^^^^\nname: old\n"
    check("extends: [second, first]\n$0depth: 12\n", files=files)


@pytest.mark.parametrize(
    "text",
    [
        "pattern: AEMA\n#           ^\ndepth: 8\nfeatures: {mhc: {layer_indices: [0, $07]}}\n",
        "pattern: AEMA\n#           ^\ndepth: 8\nA:\n  dsa:\n    family_ranks: [$03]\n",
    ],
)
def test_a_position_leads_to_the_letter_of_that_layer(text: str) -> None:
    check(text)


def test_a_position_leads_into_an_inherited_pattern() -> None:
    files = {"base": "pattern: AE\n#        ^\ndepth: 8\n"}
    check("extends: base\nfeatures:\n  engram:\n    layer_indices: [$06]\n", files=files)


def test_a_position_beyond_the_stack_leads_nowhere() -> None:
    check("pattern: AEMA\ndepth: 8\nfeatures:\n  engram:\n    layer_indices: [$08]\n")
    check("pattern: AEMA\nfeatures:\n  engram:\n    layer_indices: [$0-1]\n")
    check("pattern: AEMA\nfeatures:\n  engram:\n    layer_indices: [$0true]\n")


@pytest.mark.parametrize("entry", ["$0R: M", "R: $0M"])
def test_a_carrier_leads_to_the_letters_that_it_carries(entry: str) -> None:
    check(f"pattern: AMRMR\n#          ^ ^\nseams:\n  carry:\n    {entry}\n")


def test_the_carrier_of_delta_nets_leads_to_both_of_their_letters() -> None:
    check("pattern: AGMD\n#         ^ ^\nseams:\n  carry:\n    $0G: M\n")


def test_a_hook_leads_to_its_feature() -> None:
    check("features:\n  engram: {}\n# ^^^^^^\nseams:\n  hooks:\n    engram: my.co$0de\n")


@pytest.mark.parametrize(
    "text",
    [
        "# nam56r: ignore-file[unresolved$0-layer]: later\npattern: A\nA: {}\n",
        "name: $0x\n",
        "un$0known: {a: 1}\n",
        "extends: base\nE: {$0  num_experts: 1}\n",
        "extends: base\nfeatures:\n  engram:\n    ngram_orders: [$02, 3]\n",
        "extends: $0nowhere\n",
        "$0",
        "pattern: 1$02\n",
    ],
)
def test_what_comes_from_nowhere(text: str) -> None:
    base = "E: {num_experts: 4}\nfeatures:\n  engram:\n    ngram_orders: [2, 3]\n"
    check(text, files={"base": base})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "extends: ot$0her\n#        ^^^^^^^\n"),
        (YAML, "extends: [base, 'other$0']\n#                ^^^^^\n"),
        (TOML, 'extends = ["base",\n"$0other"]\n#^^^^^^^\n'),
        (JSON, '{"extends":\n"other$0"}\n#^^^^^^^\n'),
    ],
)
def test_a_base_leads_to_its_file(language: Language, text: str) -> None:
    marked = read_marked(text)
    files = {"base": "name: base\n", "other": "name: other\n"}
    view = view_of(marked.text, language, files=files)
    found = definition(view, marked.cursor)
    assert isinstance(found, BaseReference)
    assert found.reference == "other"
    assert in_documents([found.location]) == list(marked.ranges)
