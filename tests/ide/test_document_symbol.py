"""The outline: one line per symbol, indented, with its detail and the text that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from nam56r_core.ide.document_symbol import (
    MAX_SYMBOLS,
    DocumentSymbol,
    SymbolKind,
    document_symbols,
)
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import read_marked, view_of
from support.recipes import COMPLETE


def outline(text: str, language: Language = YAML) -> str:
    return "".join(_lines(document_symbols(view_of(text, language)), ""))


def _lines(symbols: Sequence[DocumentSymbol], indent: str) -> Iterator[str]:
    for symbol in symbols:
        yield f"{indent}{symbol.kind.value} {symbol.name}: {symbol.detail}".rstrip() + "\n"
        yield from _lines(symbol.children, indent + "  ")


def every(symbols: Sequence[DocumentSymbol]) -> Iterator[DocumentSymbol]:
    for symbol in symbols:
        yield symbol
        yield from every(symbol.children)


SHORT = """\
text name: small
list extends: 1 item
text pattern: AMR · 4 layers: 3 native, 1 blocked
  letter A: 2 layers, native (1, 4)
  letter M: 1 layer, native (2)
  letter R: 1 layer, blocked (3)
number depth: 4
section A: 2 layers, native
  switch group_query_attention: false
  section dsa:
    list family_ranks: 0 items
section R: 1 layer, blocked
section E: no layer
  nothing num_experts: null
"""

YAML_TEXT = """\
# A small one.
name: small
extends: [complete]
pattern: AMR
depth: 4
A:
  group_query_attention: false
  dsa:
    family_ranks: []
R: {}
E:
  num_experts: null
"""

TOML_TEXT = """\
name = "small"
extends = ["complete"]
pattern = 'AMR'
depth = 4
[A]
group_query_attention = false
dsa.family_ranks = []
[R]
"""

JSON_TEXT = """\
{
  "name": "small", "extends": ["complete"],
  "pattern": "AMR", "depth": 4,
  "A": {"group_query_attention": false, "dsa": {"family_ranks": []}},
  "R": {},
  "E": {"num_experts": null}
}
"""


@pytest.mark.parametrize("text, language", [(YAML_TEXT, YAML), (JSON_TEXT, JSON)])
def test_one_outline_in_each_language(text: str, language: Language) -> None:
    assert outline(text, language) == SHORT


def test_toml_has_no_null() -> None:
    assert outline(TOML_TEXT, TOML) == SHORT[: SHORT.index("section E")]


def test_ranges_hold_the_key_and_the_value_but_no_comment_behind() -> None:
    marked = read_marked(
        """\
name: small  # one
^^^^^^^^^^^ name
extends: complete
^^^^^^^^^^^^^^^^^ extends
M: {mixer: native} # two
^^^^^^^^^^^^^^^^^^ M
#   ^^^^^^^^^^^^^ mixer
"""
    )
    found = [(s.range, s.name) for s in every(document_symbols(view_of(marked.text)))]
    assert sorted(found) == sorted((mark.range, mark.label) for mark in marked.ranges)


def test_a_block_ends_with_its_last_entry() -> None:
    view = view_of("A:\n  dsa:\n    family_ranks:\n      - 1\n\n  # later\n\n# R next\nR: {}\n")
    first = document_symbols(view)[0]
    assert view.source.slice(first.range) == "A:\n  dsa:\n    family_ranks:\n      - 1"
    assert view.source.slice(first.selection_range) == "A"


def test_a_letter_of_both_statuses() -> None:
    text = COMPLETE.replace("depth: 4", "depth: 4\nA: {dsa: {family_ranks: [0]}}")
    pattern = document_symbols(view_of(text, target="core_v0.17.1"))[2]
    assert pattern.children[0].detail == "2 layers: 1 native, 1 blocked (1, 3)"
    assert pattern.detail == "AM · 4 layers: 3 native, 1 blocked"


def test_many_layers_of_one_letter() -> None:
    pattern = document_symbols(view_of("pattern: A\ndepth: 40\n"))[0]
    assert pattern.children[0].detail == "40 layers, blocked (1, 2, 3, 4, 5, 6, 7, 8, …)"


def test_an_alias_has_no_children_of_its_own() -> None:
    view = view_of("model: &it {hidden_size: 8}\nlaunch: *it\n")
    first, second = document_symbols(view)
    assert [child.name for child in first.children] == ["hidden_size"]
    assert second.children == () and view.source.slice(second.range) == "launch: *it"


def test_tables_of_toml_that_others_interrupt() -> None:
    text = "[A]\nqk_layernorm = true\n[E]\nnum_experts = 2\n[A.dsa]\nfamily_ranks = [0]\n"
    view = view_of(text, TOML)
    first, second = document_symbols(view)
    assert view.source.slice(first.range) == "[A]\nqk_layernorm = true\n"
    assert view.source.slice(second.range) == "[E]\nnum_experts = 2"
    assert view.source.slice(first.children[1].range) == "[A.dsa]\nfamily_ranks = [0]"


def test_arrays_of_tables_and_nested_lists() -> None:
    assert outline("[[p]]\nx = 1\n[[p]]\ny = [1, [2]]\n", TOML) == (
        "list p: 2 items\n"
        "  section [0]:\n    number x: 1\n"
        "  section [1]:\n    list y: 2 items\n      list [1]: 1 item\n"
    )


def test_no_name_is_blank() -> None:
    assert outline('{"": 1, " ": 2, "pattern": "A "}', JSON) == (
        'number "": 1\nnumber " ": 2\ntext pattern: A · 2 layers, blocked\n'
        '  letter A: 1 layer, blocked (1)\n  letter " ": 1 layer, blocked (2)\n'
    )


def test_long_values_are_shortened_to_one_line() -> None:
    text = f"name: |\n  {'long ' * 30}\n  more\n"
    (symbol,) = document_symbols(view_of(text))
    assert symbol.detail.startswith("long long") and symbol.detail.endswith("…")
    assert len(symbol.detail) == 48


def test_an_inherited_pattern_gives_sections_their_layers_but_no_letters() -> None:
    assert outline("extends: complete\nM: {mixer: native}\n") == (
        "text extends: complete\nsection M: 2 layers, native\n  text mixer: native\n"
    )


@pytest.mark.parametrize("text", ["", "# only a comment\n", "just text\n"])
def test_what_is_no_recipe_has_no_outline(text: str) -> None:
    assert outline(text) == ""


def test_half_a_document() -> None:
    assert outline("name: small\nA: {qk_layernorm: true\nmodel:\n  hidden").startswith(
        "text name: small\n"
    )


def test_a_huge_document_keeps_what_is_outside() -> None:
    sections = "".join(f"s{i}:\n  k: 1\n" for i in range(4))
    view = view_of("pattern: AMAMAM\ndepth: 6\n" + sections)
    names = [symbol.name for symbol in document_symbols(view, most=8)]
    assert names == ["pattern", "depth", "s0", "s1", "s2", "s3"]
    assert [s.name for s in every(document_symbols(view, most=8))][1:3] == ["A", "M"]
    assert [s.name for s in document_symbols(view, most=2)] == ["pattern", "depth"]
    huge = view_of(f"pattern: {'AM' * MAX_SYMBOLS}\nname: last\n")
    found = document_symbols(huge)
    assert len(list(every(found))) == MAX_SYMBOLS and found[-1].name == "name"


def test_kinds() -> None:
    found = {symbol.kind for symbol in every(document_symbols(view_of(YAML_TEXT)))}
    assert found == set(SymbolKind)
