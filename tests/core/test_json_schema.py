"""The JSON Schema of a recipe: what readers need of it, and that it agrees with validation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core._resources import bundled_text
from nam56r_core.recipe.field import Section, option_of
from nam56r_core.recipe.json_schema import value_schema
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.recipe.schema import SCHEMA_KEY, keys_at, section_of
from nam56r_core.recipe.validate import validate
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.languages import JSON, YAML, language_of
from nam56r_core.syntax.tree import MappingNode, plain
from nam56r_core.targets.releases import RELEASES, UnknownTarget, find_release
from nam56r_core.text import SourceText
from support.examples import EXAMPLES, stem
from support.recipes import BASES, read_marks
from support.rule_cases import read_cases
from support.rule_pages import read_pages

Json = dict[str, Any]
Keys = tuple[str, ...]

SCHEMA: Json = json.loads(bundled_text("export", "schema", "recipe.schema.json"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def sections(path: Keys = (), section: Any = Recipe) -> Iterator[tuple[Keys, type[Section]]]:
    yield path, section
    for name in section.model_fields:
        inner = section_of(section, name)
        if inner is not None:
            yield from sections((*path, name), inner)


KEYS = [(*path, name) for path, section in sections() for name in section.model_fields]


def said_of(path: Keys) -> Json:
    """What the schema says about a key, found the way a reader finds it."""
    node = SCHEMA
    for part in path:
        node = node["properties"][part]
        if "$ref" in node:
            assert set(node) == {"$ref"}, "draft-07 ignores what stands beside `$ref`"
            node = SCHEMA["definitions"][node["$ref"].removeprefix("#/definitions/")]
    return node


def tree_of(text: str, language: Language = JSON) -> SyntaxTree:
    return language.parse(SourceText.of("recipe", text))


def validation_accepts(tree: SyntaxTree) -> bool:
    """Whether a document, without its bases, is a recipe: keys, values and the target's name."""
    root = tree.root if isinstance(tree.root, MappingNode) else None
    reading = validate(Origins(root, tree.source))
    target = reading.recipe.target
    known = target is None or not isinstance(find_release(target), UnknownTarget)
    return known and not reading.problems


def under(path: Keys, value: object) -> Json:
    for part in reversed(path):
        value = {part: value}
    assert isinstance(value, dict)
    return value


# What readers need


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert "$id" not in SCHEMA, "there is no place on the net that it lives at"


def schemas(node: Json) -> Iterator[Json]:
    """A schema and every schema in it."""
    yield node
    for keyword in ("properties", "definitions", "patternProperties"):
        for inner in node.get(keyword, {}).values():
            yield from schemas(inner)
    if "items" in node:
        yield from schemas(node["items"])


KEYWORDS = {
    "$ref", "$schema", "additionalProperties", "definitions", "description", "enum", "examples",
    "items", "markdownDescription", "maxItems", "maxLength", "maximum", "minLength", "minimum",
    "pattern", "patternErrorMessage", "patternProperties", "properties", "title", "type",
}  # fmt: skip
"""All of draft-07 and of Visual Studio Code. No `anyOf`: readers report one of its branches."""


def test_only_words_that_every_reader_knows() -> None:
    assert {keyword for node in schemas(SCHEMA) for keyword in node} == KEYWORDS


def test_every_section_and_key_is_in_it_and_no_other() -> None:
    for path, _ in sections():
        beside = () if path else (SCHEMA_KEY,)
        assert tuple(said_of(path)["properties"]) == (*keys_at(path), *beside)
    assert set(SCHEMA["definitions"]) == {".".join(path) for path, _ in sections() if path}


@pytest.mark.parametrize("path", KEYS, ids=".".join)
def test_a_key_is_described_and_may_be_null(path: Keys) -> None:
    said = said_of(path)
    for text in (said["description"], said["markdownDescription"]):
        assert text.endswith(".")
    assert "null" in said["type"]
    assert "required" not in said
    assert VALIDATOR.is_valid(under(path, None))
    assert not VALIDATOR.is_valid(under((*path[:-1], path[-1] + "_"), None)), "a typo"


def test_the_option_and_the_unit_of_a_key_are_told() -> None:
    for path, section in sections():
        for name, field in section.model_fields.items():
            text = said_of((*path, name))["description"]
            option, extra = option_of(section, name), field.json_schema_extra
            assert (f"Megatron option: `{option}`." in text) == (option is not None)
            unit = extra.get("x-unit") if isinstance(extra, dict) else None
            assert (f"Unit: {unit}." in text) == (unit is not None)


def test_every_example_is_accepted_by_both() -> None:
    found = [(path, example) for path in KEYS for example in said_of(path).get("examples", ())]
    assert {("pattern",), ("model", "normalization"), ("A", "dsa", "family_ranks")} <= {
        path for path, _ in found
    }
    for path, example in found:
        recipe = under(path, example)
        VALIDATOR.validate(recipe)
        assert validation_accepts(tree_of(json.dumps(recipe)))


def test_patterns_come_with_words() -> None:
    for node in schemas(SCHEMA):
        assert ("pattern" in node) == ("patternErrorMessage" in node)


def test_a_target_is_any_name_that_is_one() -> None:
    words = said_of(("target",))["enum"]
    assert words[: len(RELEASES)] == [release.tag for release in reversed(RELEASES)]
    assert words[-1] is None
    assert not any(isinstance(find_release(word), UnknownTarget) for word in words[:-1])
    parts = {part for r in RELEASES for part in (r.tag, r.name, r.name.rpartition(".")[0])}
    known = {part for part in parts if not isinstance(find_release(part), UnknownTarget)}
    assert known | {"v0.18.2", "core_v0.18.0", "core_r0.18.0"} <= set(words[:-1])


def test_a_union_is_one_schema_if_its_types_tell_the_branches_apart() -> None:
    text: Json = {"type": "string", "minLength": 1}
    words: Json = {"type": "array", "items": text}
    both = {"type": ["string", "array", "null"], "minLength": 1, "items": text}
    assert value_schema([text, words, {"type": "null"}]) == both
    for other in ({"type": "string", "const": "all"}, text):
        with pytest.raises(ValueError, match="tell these apart"):
            value_schema([text, other])
    with pytest.raises(ValueError, match="tell these apart"):
        value_schema([{"type": "integer", "minimum": 1}, {"type": "number", "maximum": 0}])


# Agreement with validation


@cache
def documents() -> list[tuple[str, Language, str]]:
    """Every recipe of the examples, of the cases and of the pages of the rules, without marks."""
    found = [(path.name, _host(path.name), path.read_text("utf-8")) for path in EXAMPLES]
    found += [(name, YAML, text) for name, text in BASES.items()]
    for case in read_cases():
        found.append((str(case), case.language, case.text))
        found += [(f"{case}: {name}", _host(name), text) for name, text in case.files.items()]
    for page in read_pages():
        found += [(str(block), block.language, block.text) for block in page.blocks]
    return [(name, language, read_marks("", text)[0]) for name, language, text in found]


def _host(name: str) -> Language:
    return language_of(name) or YAML


@pytest.mark.parametrize("path", EXAMPLES, ids=stem)
def test_examples_are_accepted(path: Any) -> None:
    VALIDATOR.validate(plain(tree_of(path.read_text("utf-8"), _host(path.name)).root))


def test_every_recipe_of_the_rules_is_judged_as_validation_judges_it() -> None:
    judged = {True: 0, False: 0}
    for name, language, text in documents():
        tree = tree_of(text, language)
        if tree.problems or not isinstance(tree.root, MappingNode):
            continue
        accepted = validation_accepts(tree)
        assert VALIDATOR.is_valid(plain(tree.root)) == accepted, name
        judged[accepted] += 1
    assert judged[True] > 200
    assert judged[False] > 10


VALUES: list[object] = [
    None, True, False, -1, 0, 1, 2, 64, 65, 10_000, 10_001, 2**53, 2**53 + 1, 0.5, -0.5, 1.5,
    "", "x", "all", "native", "authored", "m2rnn", "M", "MM", "*-", "a b", "a|b", "a.b", "a-b",
    "1a", "core_v0.19.0", "0.19", "0.19.1", "e\u0301", "\U0001f600", "a\nb",
    [], [0], [-1], [1, 2.5], ["a"], [""], ["a", 1], [None], [[]], {}, {"a": "b"}, {"a": 1},
    {"1a": "b"}, {"a": None}, {"a": "\0"},
]  # fmt: skip
"""Something of every kind, at both sides of every bound."""


@pytest.mark.parametrize("path", KEYS, ids=".".join)
def test_a_value_is_refused_by_both_or_by_none(path: Keys) -> None:
    for value in VALUES:
        recipe = under(path, value)
        accepted = validation_accepts(tree_of(json.dumps(recipe)))
        assert VALIDATOR.is_valid(recipe) == accepted, value


# Which control characters are blanks is not the same in every dialect of regular expressions.
_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=70
)
_ANYTHING = st.recursive(
    st.one_of(
        st.sampled_from([value for value in VALUES if not isinstance(value, list | dict)]),
        st.integers(-(2**60), 2**60),
        st.floats(allow_nan=False, allow_infinity=False),
        _TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(KEYS), _ANYTHING, min_size=1, max_size=4))
def test_the_schema_refuses_nothing_that_validation_accepts(values: dict[Keys, object]) -> None:
    recipe: Json = {}
    for path, value in values.items():
        here = recipe
        for part in path[:-1]:
            inner = here.setdefault(part, {})
            if not isinstance(inner, dict):
                break
            here = inner
        else:
            here[path[-1]] = value
    if validation_accepts(tree_of(json.dumps(recipe))):
        VALIDATOR.validate(recipe)
