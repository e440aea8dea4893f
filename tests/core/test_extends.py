"""Inheritance: what is merged, from where, and what is reported."""

from __future__ import annotations

from nam56r_core.recipe.extends import (
    ExtendsFault,
    Inherited,
    LoadedDocument,
    NotLoaded,
    inherit,
)
from nam56r_core.recipe.origins import Origins
from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.tree import plain
from nam56r_core.text import SourceText


def inherited(**files: str) -> Inherited:
    """The recipe `top` with the other files beside it."""
    documents = {
        name: LoadedDocument(name, YAML.parse(SourceText.of(name, text)))
        for name, text in files.items()
    }

    def load(base: str, reference: str) -> LoadedDocument | NotLoaded:
        return documents.get(reference) or NotLoaded(ExtendsFault.NOT_FOUND, reference)

    return inherit(documents["top"], load)


def test_mappings_merge_and_scalars_and_lists_replace() -> None:
    result = inherited(
        top="extends: base\nA: {x: 2, z: 3}\nlist: [9]\n",
        base="A: {x: 1, y: 1}\nlist: [1, 2]\nonly: base\n",
    )
    assert plain(result.root) == {
        "A": {"x": 2, "y": 1, "z": 3},
        "list": [9],
        "only": "base",
        "extends": "base",
    }


def test_every_value_remembers_its_file() -> None:
    result = inherited(top="extends: base\nA: {x: 2}\n", base="A: {x: 1, y: 1}\n")
    origins = Origins(result.root, result.trees[0].source)
    assert origins.value(("A", "x")).source.name == "top"
    inherited_value = origins.value(("A", "y"))
    assert inherited_value.source.name == "base"
    assert inherited_value.source.slice(inherited_value.range) == "1"


def test_later_bases_win_and_bases_of_bases_count() -> None:
    result = inherited(
        top="extends: [one, two]\n", one="a: 1\nb: 1\n", two="extends: three\na: 2\n", three="c: 3"
    )
    assert plain(result.root) == {"a": 2, "b": 1, "c": 3, "extends": ["one", "two"]}


def test_a_diamond_reads_its_root_once() -> None:
    result = inherited(
        top="extends: [l, r]\n", l="extends: base\nl: 1", r="extends: base\nr: 1", base="b: 1"
    )
    assert [tree.source.name for tree in result.trees] == ["top", "l", "base", "r"]
    assert not result.problems


def test_a_cycle_is_reported_at_the_reference_that_closes_it() -> None:
    result = inherited(top="extends: a\nx: 1\n", a="extends: b\n", b="extends: a\ny: 2\n")
    [problem] = result.problems
    assert (problem.fault, problem.location.source.name) == (ExtendsFault.CYCLE, "b")
    assert problem.detail == "a → b → a"
    assert plain(result.root) == {"x": 1, "y": 2, "extends": "a"}


def test_a_recipe_that_extends_itself_is_a_cycle() -> None:
    [problem] = inherited(top="extends: top\n").problems
    assert problem.fault is ExtendsFault.CYCLE


def test_what_a_base_extends_is_no_value_of_the_bases() -> None:
    result = inherited(top="extends: base\nA: {x: 2}\n", base="extends: far\nb: 1\n", far="f: 1\n")
    assert result.base is not None
    assert plain(result.base) == {"f": 1, "b": 1}


def test_a_base_that_is_missing_or_empty_is_reported_and_the_rest_stays() -> None:
    result = inherited(top="extends: [gone, empty]\nx: 1\n", empty="# nothing\n")
    assert [p.fault for p in result.problems] == [
        ExtendsFault.NOT_FOUND,
        ExtendsFault.NOT_A_RECIPE,
    ]
    assert [p.location.source.slice(p.location.range) for p in result.problems] == ["gone", "empty"]
    assert plain(result.root) == {"x": 1, "extends": ["gone", "empty"]}


def test_null_takes_an_inherited_value_back() -> None:
    result = inherited(top="extends: base\nA: {x: null}\n", base="A: {x: 1}\n")
    assert plain(result.root) == {"A": {"x": None}, "extends": "base"}
