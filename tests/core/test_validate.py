"""Validation: each fault at its value, in our words, and the rest of the recipe kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.recipe.field import Section, option_of
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.recipe.schema import section_of
from nam56r_core.recipe.validate import FieldFault, Reading, validate
from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.tree import MappingNode
from nam56r_core.targets.targets import KNOWN
from nam56r_core.text import SourceText


def read(text: str) -> Reading:
    tree = YAML.parse(SourceText.of("r", text))
    root = tree.root if isinstance(tree.root, MappingNode) else None
    return validate(Origins(root, tree.source))


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("depth: many", "many", "a whole number"),
        ("depth: 0", "0", "at least 1"),
        ("depth: 20000", "20000", "at most 10000"),
        ("depth: yes", "yes", "a whole number"),
        ("depth: true", "true", "a whole number"),
        ("depth: 5.5", "5.5", "a whole number"),
        ("name: 12", "12", "a text"),
        ("name: ''", "''", "a text that is not empty"),
        ("M: {mixer: nativ}", "nativ", "`native` or `authored`"),
        ("A: {group_query_attention: 1}", "1", "`true` or `false`"),
        ("A: 12", "12", "keys and values"),
        ("training: {lr: .nan}", ".nan", "a finite number"),
        ("A: {dsa: {family_ranks: [1, x]}}", "x", "a whole number"),
        ("A: {dsa: {family_ranks: al}}", "al", "a list or `all`"),
        ("E: {moe_aux_loss_coeff: x}", "x", "a number or a list"),
        ("launch: {environment: {A: true}}", "true", "a text"),
        ("mtp: {pattern: '*-/'}", "'*-/'", "symbols of the target's alphabet without"),
        ("seams: {carry: {R: MM}}", "MM", "at most 1 character"),
        ("extra_args: [3]", "3", "a text"),
        ("seams: {stack_spec: {module: a b}}", "a b", "a dotted Python name"),
        ("seams: {hooks: {engram: a/b.py}}", "a/b.py", "a dotted Python name"),
        ('launch: {environment: {A: "\\0"}}', '"\\0"', "a text without NUL"),
    ],
)
def test_a_value_that_does_not_fit(text: str, place: str, expected: str) -> None:
    reading = read("target: core_v0.19.0\n" + text)
    [problem] = reading.problems
    assert problem.fault is FieldFault.INVALID_VALUE
    assert problem.location.source.slice(problem.location.range) == place
    assert problem.expected.startswith(expected)
    assert reading.recipe.target == "core_v0.19.0"


def test_a_name_that_does_not_fit() -> None:
    reading = read("launch: {environment: {A-B: x, '[key]': y, C: z}}")
    assert [
        (problem.fault, problem.location.source.slice(problem.location.range))
        for problem in reading.problems
    ] == [(FieldFault.INVALID_KEY, "A-B"), (FieldFault.INVALID_KEY, "'[key]'")]
    assert reading.recipe.launch is not None
    assert reading.recipe.launch.environment == {"C": "z"}


def test_an_unknown_key_names_the_nearest() -> None:
    reading = read("model: {hiden_size: 4, hidden_size: 8}")
    [problem] = reading.problems
    assert (problem.fault, problem.nearest) == (FieldFault.UNKNOWN_KEY, "hidden_size")
    assert problem.location.source.slice(problem.location.range) == "hiden_size"
    assert reading.recipe.model is not None
    assert reading.recipe.model.hidden_size == 8


def test_a_wrong_word_names_the_nearest() -> None:
    [problem] = read("M: {mixer: authord}").problems
    assert problem.nearest == "authored"


def test_all_faults_are_found_in_one_pass() -> None:
    reading = read("depth: x\nmodel: {hidden_size: y}\nE: {num_experts: -1}\nzzz: 1\n")
    names = {problem.name for problem in reading.problems}
    assert names == {"depth", "model.hidden_size", "E.num_experts", "zzz"}


@pytest.mark.parametrize("text", ["", "# only a comment", "- 1", "word", "12"])
def test_a_document_without_keys_is_no_recipe(text: str) -> None:
    assert [p.fault for p in read(text).problems] == [FieldFault.NOT_A_RECIPE]


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read(text).recipe, Recipe)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(list(Recipe.model_fields)), VALUES, max_size=5))
def test_any_value_of_any_key_is_read(values: dict[str, object]) -> None:
    assert isinstance(read(json.dumps(values)).recipe, Recipe)


def sections(model: type[Section] = Recipe) -> list[type[Section]]:
    found = [model]
    for name in model.model_fields:
        inner = section_of(model, name)
        if inner is not None and issubclass(inner, Section):
            found += sections(inner)
    return found


def test_every_key_that_lowers_names_a_flag_of_some_release() -> None:
    known = {option for catalog in KNOWN.catalogs for option in catalog.options}
    for section in sections():
        for name in section.model_fields:
            option = option_of(section, name)
            assert option is None or option in known, f"{section.__name__}.{name}"


def test_every_key_is_described() -> None:
    for section in sections():
        assert section.__doc__
        for name, field in section.model_fields.items():
            assert field.description and field.description.endswith("."), (section, name)


def test_every_index_says_what_it_counts() -> None:
    for section in sections():
        for name in section.model_fields:
            if name.endswith(("indices", "indexes", "ranks", "numbers")):
                assert name in {"layer_indices", "family_ranks"}, f"{section.__name__}.{name}"
