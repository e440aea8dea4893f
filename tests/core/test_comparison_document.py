"""The published document of a comparison, and its schema."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.compare.differ import compare
from nam56r_core.compare.document import COMPARISON_FORMAT, comparison_document
from nam56r_core.compare.model import SeamStep
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.formats.json import dump
from nam56r_core.layers import Family, LayerKind, Status
from nam56r_core.targets.releases import RELEASES
from support.examples import EXAMPLES, ROOT, analyse_example, stem
from support.recipes import analyse

Json = dict[str, Any]


@cache
def schema() -> Json:
    path = ROOT / "nam56r_core/export/schema/comparison-1.schema.json"
    loaded: Json = json.loads(path.read_text("utf-8"))
    return loaded


@cache
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(schema())


def check(old: Analysis, new: Analysis) -> Json:
    loaded: Json = json.loads(dump(comparison_document(compare(old, new))))
    validator().validate(loaded)
    return loaded


def whole() -> Json:
    """Every list has an entry, so that each can be damaged."""
    old = analyse(
        "extends: [sparse, authored]\npattern: AMR\ndepth: 3\nA: {multi_latent_attention: true}\n"
        "extra_args: [--nope 1]\nseams: {carry: {R: M}}\ndata: {seq_length: 9999}\n",
        target="core_v0.17.1",
    )
    new = analyse(
        "extends: [latent, authored]\npattern: AMRA\ndepth: 4\nmtp: {mtp_num_layers: 1}\n"
        "extra_args: [--lr 1]\nseams: {carry: {R: '*'}}\ndata: {seq_length: 9998}\n"
        "features: {engram: {layer_indices: [0]}}\n",
        target="core_v0.18.2",
    )
    return check(old, new)


def objects(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from objects(value)


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    assert schema()["$id"] == "urn:nam56r:comparison:1"
    assert schema()["properties"]["format"]["const"] == COMPARISON_FORMAT
    for node in objects(schema()):
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
        for key, value in node["properties"].items():
            assert "$ref" in value or value.get("description", "").endswith("."), key


@pytest.mark.parametrize(
    ("where", "kinds"),
    [
        ("definitions.state.properties.family", Family),
        ("definitions.state.properties.kind", LayerKind),
        ("definitions.state.properties.status", Status),
        ("definitions.cause.properties.cause", WithheldCause),
        ("properties.seams.items.properties.step", SeamStep),
        ("properties.native_later.items.properties.kind", LayerKind),
    ],
)
def test_closed_words_are_those_of_the_code(where: str, kinds: type[Enum]) -> None:
    node = schema()
    for part in where.split("."):
        node = node[part]
    assert [word for word in node["enum"] if word is not None] == [kind.value for kind in kinds]


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_every_example_against_every_release(recipe: Path, release: object) -> None:
    document = check(analyse_example(recipe), analyse_example(recipe, str(release)))
    assert document["new"]["target"] == str(release)


@pytest.mark.parametrize("text", ["", "- a", "pattern: AXM\n", "[", "extends: nowhere\n"])
def test_what_is_hardly_a_recipe(text: str) -> None:
    check(analyse(text), analyse("extends: complete\n"))
    check(analyse("extends: complete\n"), analyse(text))


def paths(node: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*here, key)
            yield from paths(value, (*here, key))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from paths(value, (*here, at))


@pytest.mark.parametrize("how", ["removed", "renamed", "of another type"])
def test_a_damaged_document_is_refused(how: str) -> None:
    document = whole()
    places = [path for path in paths(document) if isinstance(path[-1], str)]
    assert len(places) > 100
    for path in places:
        damaged = copy.deepcopy(document)
        node: Any = damaged
        for part in path[:-1]:
            node = node[part]
        value = node.pop(path[-1])
        if how == "renamed":
            node[f"{path[-1]}_"] = value
        elif how == "of another type":
            node[path[-1]] = {"unexpected": [value]}
        assert not validator().is_valid(damaged), path


def test_the_damaged_document_reaches_every_property() -> None:
    seen = {path[-1] for path in paths(whole())}
    for node in objects(schema()):
        assert set(node["properties"]) <= seen
    assert all(whole()["issues"].values())


def test_same_bytes() -> None:
    assert dump(whole()) == dump(whole())
