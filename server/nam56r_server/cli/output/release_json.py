"""What is known about releases as JSON: plain values in a fixed order of keys.

Must not know streams.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum

from nam56r_core.targets.catalog import Catalog, Flag
from nam56r_core.targets.diff import CatalogDiff

Json = dict[str, object]


def dump(document: object) -> str:
    """As plans are dumped; their module would load what reads recipes."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def summary_json(catalog: Catalog) -> Json:
    """What a list of releases says about one."""
    return {
        "target": catalog.tag,
        "release": catalog.release,
        "symbols": [symbol.char for symbol in catalog.symbols],
        "pattern_flag": catalog.pattern.flag,
        "stage_separator": catalog.pattern.stage_separator,
        "mtp_separator": catalog.pattern.mtp_separator,
        "entry_script": catalog.entry_script,
        "flag_count": len(catalog.flags),
    }


def catalog_json(catalog: Catalog, flags: Sequence[Flag] | None) -> Json:
    """One release; without `flags` only their number."""
    document: Json = {"target": catalog.tag}
    for field in fields(catalog):
        if field.name not in ("tag", "flags") and not field.name.startswith("_"):
            document[field.name] = plain(getattr(catalog, field.name))
    document["flag_count"] = len(catalog.flags)
    if flags is not None:
        document["flags"] = plain(tuple(flags))
    return document


def diff_json(changes: CatalogDiff) -> Json:
    """Everything that differs between two releases."""
    return {field.name: plain(getattr(changes, field.name)) for field in fields(changes)}


def plain(value: object) -> object:
    """Dataclasses and enums as values that JSON knows."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value
