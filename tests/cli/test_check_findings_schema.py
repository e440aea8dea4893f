"""The JSON of `check` fits the schema that `nam56r schema findings` prints."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nam56r_server.cli.output.formats import json as json_format
from support.cli import RUNNABLE, Command, write
from support.every_case import report_of_all_cases
from support.examples import ROOT


@pytest.fixture
def schema(nam56r: Command) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(nam56r("schema", "findings").out)
    jsonschema.Draft7Validator.check_schema(printed)
    return printed


def test_every_finding_of_every_rule_fits(schema: dict[str, Any]) -> None:
    found = json.loads(json_format.render(report_of_all_cases()))
    assert len(found) > 100
    jsonschema.validate(found, schema, jsonschema.Draft7Validator)
    jsonschema.validate([], schema, jsonschema.Draft7Validator)


def test_what_the_command_prints_fits(
    nam56r: Command, project: Path, schema: dict[str, Any]
) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("AMAM", "AmAm"))
    found = json.loads(nam56r("check", "--output-format", "json").out)
    assert found[0]["fixes"][0]["edits"]
    jsonschema.validate(found, schema, jsonschema.Draft7Validator)
    for spoil in (_without_a_field, _with_another_field, _with_an_edit_of_nothing):
        spoiled = copy.deepcopy(found)
        spoil(spoiled[0])
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoiled, schema, jsonschema.Draft7Validator)


def _without_a_field(finding: dict[str, Any]) -> None:
    del finding["tag"]


def _with_another_field(finding: dict[str, Any]) -> None:
    finding["place"]["letter"] = 1


def _with_an_edit_of_nothing(finding: dict[str, Any]) -> None:
    finding["fixes"][0]["edits"] = []


def test_a_finding_is_that_of_a_plan_with_places(schema: dict[str, Any]) -> None:
    """But for what is said about a field: severities are those of the settings."""
    path = ROOT / "nam56r_core/export/schema/plan-1.schema.json"
    plan = json.loads(path.read_text("utf-8"))["definitions"]
    issue, finding = plan["issue"]["properties"], schema["definitions"]["finding"]["properties"]
    assert list(issue) == ["code", "severity", "message", "key", "file"]
    assert list(finding) == ["code", "severity", "message", "place", "related", "tag", "fixes"]
    for name in ("code", "severity", "message"):
        assert _bare(issue[name]) == _bare(finding[name])


def _bare(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != "description"}


def test_every_field_and_format_is_on_the_page(schema: dict[str, Any]) -> None:
    page = (ROOT / "docs/formats.md").read_text("utf-8")
    definitions = schema["definitions"].values()
    names = {name for part in definitions for name in part["properties"]}
    assert [name for name in names if f"`{name}`" not in page] == []
    assert [name for name in json_formats() if f"| `{name}` |" not in page] == []


def json_formats() -> list[str]:
    from nam56r_server.cli.check.args import FORMATS

    return list(FORMATS)
