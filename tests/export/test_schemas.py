"""The published JSON Schemas and the documents: what is written fits, and nothing else does."""

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
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.document import BUNDLE_FORMAT, PLAN_FORMAT
from nam56r_core.export.formats.base import Export
from nam56r_core.export.formats.json import render
from nam56r_core.layers import Family, LayerKind, Status
from nam56r_core.plan.model import PipelineFault, SeamPoint
from nam56r_core.targets.releases import RELEASES
from support.examples import EXAMPLES, ROOT, analyse_example, stem
from support.recipes import analyse, read_marks
from support.rule_cases import read_cases

FOLDER = ROOT / "nam56r_core/export/schema"
NAMES = ("plan", "bundle")

Json = dict[str, Any]


@cache
def schema(name: str) -> Json:
    loaded: Json = json.loads((FOLDER / f"{name}-1.schema.json").read_text("utf-8"))
    return loaded


@cache
def validator(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(schema(name))


def documents(result: Analysis) -> Json:
    """Plan and bundle as a reader of the exported text gets them."""
    exported = render(
        Export(result.plan, result.bundle, result.diagnostics, result.facts.assumed_dimensions)
    )
    loaded: Json = json.loads(exported)
    assert set(loaded) == set(NAMES)
    return loaded


def check(result: Analysis) -> Json:
    loaded = documents(result)
    for name in NAMES:
        validator(name).validate(loaded[name])
    return loaded


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_one(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema(name)["$id"] == f"urn:nam56r:{name}:1"
    expected = {"plan": PLAN_FORMAT, "bundle": BUNDLE_FORMAT}[name]
    assert schema(name)["properties"]["format"]["const"] == expected
    assert expected.endswith("/1"), "a change that breaks readers gets a schema of its own"


def objects(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed_and_described(name: str) -> None:
    found = list(objects(schema(name)))
    assert len(found) > 5
    for node in found:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
        for key, value in node["properties"].items():
            assert "$ref" in value or value.get("description", "").endswith("."), key


@pytest.mark.parametrize(
    ("where", "kinds"),
    [
        ("plan.definitions.layer.properties.family", Family),
        ("plan.definitions.layer.properties.kind", LayerKind),
        ("plan.definitions.layer.properties.status", Status),
        ("plan.definitions.seam.properties.point", SeamPoint),
        ("plan.definitions.issue.properties.severity", Severity),
        ("plan.properties.expanded_roles.items", Family),
        ("plan.properties.pipeline.properties.fault", PipelineFault),
        ("bundle.properties.withheld.items.properties.cause", WithheldCause),
    ],
)
def test_closed_words_are_those_of_the_code(where: str, kinds: type[Enum]) -> None:
    name, *path = where.split(".")
    node = schema(name)
    for part in path:
        node = node[part]
    assert [word for word in node["enum"] if word is not None] == [kind.value for kind in kinds]


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_every_example_on_every_release(recipe: Path, release: Any) -> None:
    check(analyse_example(recipe, release.tag))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "pattern: AXM\n",
        "extends: complete\ntarget: null\n",
        "extends: nowhere\n",
        "[",
        "x",
    ],
)
def test_documents_of_what_is_hardly_a_recipe(text: str) -> None:
    assert check(analyse(text))["plan"]["runnable"] is False


def test_documents_of_every_case_of_every_rule() -> None:
    """All kinds of findings, faults and withheld settings come up there."""
    for case in read_cases():
        text = read_marks("", case.text)[0]
        files = {name: read_marks(name, marked)[0] for name, marked in case.files.items()}
        check(analyse(text, target=case.target, files=files, language=case.language))


WHOLE = (
    "extends: [experts, authored]\npattern: AEMR\ndepth: 4\nmtp: {mtp_num_layers: 1}\n"
    "features: {engram: {layer_indices: [0]}}\nseams: {hooks: {engram: mine.engram}}\n"
    "launch: {environment: {A: b}, torchrun: {nnodes: 1, nproc_per_node: 1}, "
    "cuda_graph: {cuda_graph_impl: local, cuda_graph_modules: attn}}\n"
    "precision: {first_last_layers_bf16: true}\nA: {kv_lora_rank: 64}\n"
    "model: {swiglu: true, squared_relu: true, ffn_hidden_size: null}\n"
)
"""Every list of the documents has an entry in this recipe's, so that each can be damaged."""


def paths(node: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every key of a document, and the first entry of every list."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*here, key)
            yield from paths(value, (*here, key))
    elif isinstance(node, list) and node:
        yield from paths(node[0], (*here, 0))


def damaged(document: Json, path: tuple[Any, ...], how: str) -> Json:
    result = copy.deepcopy(document)
    node: Any = result
    for part in path[:-1]:
        node = node[part]
    value = node.pop(path[-1])
    if how == "renamed":
        node[f"{path[-1]}_"] = value
    elif how == "of another type":
        node[path[-1]] = {"unexpected": [value]}
    return result


OPEN = (("counts", "letters"), ("launch_policy", "environment"))
"""Mappings with the author's own keys: a key may be missing there, or have another name."""


@pytest.mark.parametrize("how", ["removed", "renamed", "of another type"])
@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_document_is_refused(name: str, how: str) -> None:
    document = check(analyse(WHOLE))[name]
    places = list(paths(document))
    assert len(places) > 20
    for path in places:
        if path[:2] in OPEN and len(path) > 2 and how != "of another type":
            continue
        assert not validator(name).is_valid(damaged(document, path, how)), path


@pytest.mark.parametrize("name", NAMES)
def test_the_damaged_document_reaches_every_property(name: str) -> None:
    """Or a part of the schema would be tested by nothing."""
    document = check(analyse(WHOLE))[name]
    seen = {path[-1] for path in paths(document)}
    for node in objects(schema(name)):
        assert set(node["properties"]) <= seen


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("plan", ("fail_closed",), False),
        ("plan", ("format",), "nam56r-plan/2"),
        ("plan", ("layers", 0, "layer_number"), 0),
        ("plan", ("layers", 0, "status"), "emulated"),
        ("plan", ("layers", 0, "symbol"), None),
        ("plan", ("layers", 0, "builds"), None),
        ("plan", ("seams", 0, "declared"), False),
        ("plan", ("issues", 0, "severity"), "fatal"),
        ("plan", ("issues", 0, "code"), "Not A Code"),
        ("plan", ("pipeline", "fault"), "bad luck"),
        ("plan", ("hybrid_layer_pattern",), None),
        ("plan", ("pattern_withheld_because",), "two reasons"),
        ("bundle", ("withheld", 0, "cause"), "a whim"),
        ("bundle", ("args", 0), "two\nlines"),
        ("bundle", ("launch_policy", "environment"), {"not a name": "x"}),
    ],
)
def test_a_wrong_value_is_refused(name: str, path: tuple[Any, ...], value: Any) -> None:
    document = check(analyse(WHOLE))[name]
    result = copy.deepcopy(document)
    node: Any = result
    for part in path[:-1]:
        node = node[part]
    assert node[path[-1]] != value
    node[path[-1]] = value
    assert not validator(name).is_valid(result)


def test_the_fields_that_the_article_fixes() -> None:
    """Contract, section 6."""
    plan = schema("plan")["properties"]
    assert set(plan) >= {
        "pattern", "expanded_roles", "translated_pattern", "mtp_depths", "fail_closed",
        "requires_custom_mamba3", "requires_custom_m2rnn", "requires_mtp_suffix",
        "is_fully_native", "issues",
    }  # fmt: skip
    assert set(schema("bundle")["properties"]) >= {"args", "custom_notes", "runnable"}
