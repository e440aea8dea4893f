"""Hovers and navigation in documents that are being typed: nothing raises, and every range lies
inside its document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.diagnostics import Location
from nam56r_core.ide.base_reference import BaseReference, base_reference_at
from nam56r_core.ide.definition import definition
from nam56r_core.ide.document_highlight import document_highlights
from nam56r_core.ide.document_link import document_links
from nam56r_core.ide.hover import hover
from nam56r_core.ide.references import references
from nam56r_core.ide.view import View
from nam56r_core.ide.will_rename_files import rename_references
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.syntax.tree import plain
from nam56r_core.text import SourceText, TextRange, apply_edits
from support.cursor import view_of
from support.documents import TOKENS
from support.mutations import mutated

YAML_TEXT = """\
# NAM56R: A attention, 22 E; --num-experts  # nam56r: ignore-file[unresolved-layer]: MTP
extends: [complete, 'sparse']
target: core_v0.18.2
pattern: &p "AEG|\\x41MR"  # nam56r: ignore[unknown-letter, x]
depth: 12
A:
  dsa: {family_ranks: [0, 1, 9]}
E:
  num_experts: null
features:
  engram:
    layer_indices: [0, 3, 99, -1, true]
mtp:
  pattern: "*-"
seams:
  carry: {R: M, G: *p}
  hooks:
    engram: a.b
extra_args:
- --log-throughput
- "--moe-layer-freq  2"
"""
TOML_TEXT = """\
# about MLA
extends = ["complete", '''sparse''']
pattern = "AEG|\\u0041MR"
A.dsa.family_ranks = [0, 1]
extra_args = ["--log-throughput", "--nope=3"]
[seams.carry]
R = "M"
[features.engram]
layer_indices = [0, 3]
[E]
num_experts = 8 # fail-closed
"""
JSON_TEXT = """\
{"extends": ["complete", "sparse"], "pattern": "AEG|\\u0041MR", "A": {"dsa": {"family_ranks": [1]}},
 "E": {"num_experts": null}, "features": {"engram": {"layer_indices": [0, 3]}},
 "seams": {"carry": {"R": "M"}}, "extra_args": ["--log-throughput", "--moe-layer-freq 2"]}
"""
RECIPES = {YAML: YAML_TEXT, TOML: TOML_TEXT, JSON: JSON_TEXT}


def ask(view: View, offset: int) -> None:
    """Asks everything at an offset."""
    said = hover(view, offset)
    if said is not None:
        assert said.markdown
        check_range(view.source, said.range)
        assert said.range.start <= offset <= said.range.end
    found = definition(view, offset)
    for location in (found.location,) if isinstance(found, BaseReference) else found:
        check_location(view, location)
    every = references(view, offset)
    for location in every:
        check_location(view, location)
    assert set(references(view, offset, include_declaration=False)) <= set(every)
    for highlight in document_highlights(view, offset):
        check_range(view.source, highlight.range)
    renamed = base_reference_at(view.tree, offset)
    if renamed is not None:
        check_range(view.source, renamed.location.range)


def check_location(view: View, location: Location) -> None:
    assert any(location.source is tree.source for tree in view.facts.inherited.trees)
    check_range(location.source, location.range)


def check_range(source: SourceText, where: TextRange) -> None:
    assert 0 <= where.start <= where.end <= len(source.data)


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_every_offset_of_a_recipe_can_be_asked(language: Language) -> None:
    view = view_of(RECIPES[language], language)
    for offset in range(-1, len(view.source.data) + 2):
        ask(view, offset)


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_every_offset_of_a_half_typed_recipe_can_be_asked(
    language: Language, data: st.DataObject
) -> None:
    text = data.draw(mutated((RECIPES[language],), TOKENS[language]))
    view = view_of(text, language)
    for link in document_links(view):
        check_range(view.source, link.location.range)
    for offset in data.draw(st.lists(st.integers(0, len(view.source.data)), max_size=12)):
        ask(view, offset)


RENAMED = {"complete": "a b", "sparse": "c"}


def renamed(references: object) -> object:
    """What `extends` says after its bases were renamed."""
    if isinstance(references, list):
        return [renamed(reference) for reference in references]
    return RENAMED.get(references, references) if isinstance(references, str) else references


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_a_half_typed_recipe_can_be_renamed_in(language: Language, data: st.DataObject) -> None:
    text = data.draw(mutated((RECIPES[language],), TOKENS[language]))
    tree = language.parse(SourceText.of("recipe", text))
    edits = rename_references(tree, RENAMED)
    if edits:
        after = language.parse(SourceText("recipe", apply_edits(tree.source.data, edits)))
        before = plain(tree.root) if tree.root else None
        assert isinstance(before, dict)
        assert plain(after.root) == before | {"extends": renamed(before["extends"])}
        assert len(after.problems) <= len(tree.problems)
