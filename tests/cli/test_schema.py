"""`nam56r schema`: the schemas, byte for byte as they are published."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from support.cli import RUNNABLE, Command, spawn
from support.examples import ROOT

FOLDER = ROOT / "nam56r_core/export/schema"
PUBLISHED = sorted(path.name.removesuffix(".schema.json") for path in FOLDER.iterdir())


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_is_printed_as_it_is_published(nam56r: Command, name: str) -> None:
    result = nam56r("schema", name.partition("-")[0])
    assert (result.code, result.err) == (0, "")
    assert result.out == (FOLDER / f"{name}.schema.json").read_text("utf-8")


def test_the_recipe_is_the_default(nam56r: Command) -> None:
    assert nam56r("schema").out == nam56r("schema", "recipe").out
    assert json.loads(nam56r("schema").out)["title"] == "nam56r recipe"


def test_the_bytes_are_those_of_the_file_whatever_the_terminal_speaks() -> None:
    result = spawn("schema", "plan", PYTHONIOENCODING="ascii")
    assert (result.code, result.out) == (0, (FOLDER / "plan-1.schema.json").read_text("utf-8"))


def test_an_export_fits_the_schemas_that_are_printed(nam56r: Command, project: Path) -> None:
    (project / "a.nam56r.yaml").write_text(RUNNABLE, "utf-8")
    exported = json.loads(nam56r("export", "a.nam56r.yaml", "--stdout").out)
    for name in ("plan", "bundle"):
        jsonschema.Draft7Validator(json.loads(nam56r("schema", name).out)).validate(exported[name])


def test_an_unknown_document_is_a_mistake_in_the_use(nam56r: Command) -> None:
    result = nam56r("schema", "launch")
    assert (result.code, result.out) == (2, "")
    assert "'launch'" in result.err
    assert "recipe" in result.err


def test_every_document_is_named_in_the_help(nam56r: Command) -> None:
    text = " ".join(nam56r("schema", "--help").out.split())
    assert all(name.partition("-")[0] in text for name in PUBLISHED)
    assert len(PUBLISHED) >= 3
