"""The official schema of SARIF 2.1.0, and reading a log as a viewer does.

The schema is that of the OASIS standard, as the package `schemastore` carries it in its cache. The
package itself is not imported: it would ask the network whether its copy is still current.
"""

from __future__ import annotations

import json
import pickle
import re
import sqlite3
from contextlib import closing
from importlib.metadata import distribution
from typing import Any

from jsonschema import Draft7Validator

TITLE = "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"

_LINE_END = re.compile(rb"\r\n|\n|\r")


def sarif_validator() -> Draft7Validator:
    """A validator that checks formats (`uri-reference`) where it can."""
    schema = _cached(TITLE)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def _cached(title: str) -> dict[str, Any]:
    """The schema of this title."""
    file = distribution("schemastore").locate_file("schemastore/cache.sqlite")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        likely = store.execute(
            "SELECT value FROM responses WHERE instr(value, CAST(? AS BLOB))", (title,)
        )
        schemas = [json.loads(pickle.loads(value)["_content"]) for (value,) in likely]
    (schema,) = (schema for schema in schemas if schema.get("title") == title)
    return schema  # type: ignore[no-any-return]


def run_of(text: str) -> dict[str, Any]:
    """The only run of a log."""
    (run,) = json.loads(text)["runs"]
    return run  # type: ignore[no-any-return]


def offset_of(data: bytes, line: int, column: int) -> int:
    """The byte offset of a line and a column, both from 1, the column in UTF-16 code units."""
    start = [0, *(end.end() for end in _LINE_END.finditer(data))][line - 1]
    units = data[start:].decode("utf-8").encode("utf-16-le")[: 2 * (column - 1)]
    return start + len(units.decode("utf-16-le").encode("utf-8"))


def bytes_of(data: bytes, region: dict[str, int]) -> bytes:
    """What a region covers."""
    start = offset_of(data, region["startLine"], region["startColumn"])
    end = offset_of(data, region["endLine"], region["endColumn"])
    return data[start:end]


def replaced(data: bytes, replacements: list[dict[str, Any]]) -> bytes:
    """A document after the replacements of one artifact change, which do not overlap."""
    edits = [
        (
            offset_of(data, region["startLine"], region["startColumn"]),
            offset_of(data, region["endLine"], region["endColumn"]),
            replacement["insertedContent"]["text"].encode("utf-8"),
        )
        for replacement in replacements
        for region in [replacement["deletedRegion"]]
    ]
    for start, end, text in sorted(edits, reverse=True):
        data = data[:start] + text + data[end:]
    return data
