"""What the schema says about each key, in words: for the manual, for hovers, for `nam56r explain`.

Must not know any release: whether a target has a key's flag is the catalog's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nam56r_core.recipe.field import PATTERN_WORDS, Section, option_of
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import section_of


@dataclass(frozen=True, slots=True)
class KeyDescription:
    """One key. `name` is dotted (`E.num_experts`); `value` says in words what it takes, with
    bounds and choices; `unit` is what it counts, where it counts something; `option` is the
    Megatron flag it lowers to; `opens` is the section behind it, if it has keys of its own."""

    name: str
    says: str
    value: str
    unit: str | None
    option: str | None
    opens: type[Section] | None

    @property
    def value_and_unit(self) -> str:
        return f"{self.value} ({self.unit})" if self.unit else self.value


def sections() -> Iterator[tuple[tuple[str, ...], type[Section]]]:
    """The schema's sections with their paths, outermost first."""
    pending: list[tuple[tuple[str, ...], type[Section]]] = [((), Recipe)]
    while pending:
        path, section = pending.pop(0)
        yield path, section
        for name in section.model_fields:
            inner = section_behind(section, name)
            if inner is not None:
                pending.append(((*path, name), inner))


def keys_of(path: tuple[str, ...], section: type[Section]) -> Iterator[KeyDescription]:
    """The keys of one section, in the schema's order."""
    for name, field in section.model_fields.items():
        extra = field.json_schema_extra
        unit = extra.get("x-unit") if isinstance(extra, dict) else None
        yield KeyDescription(
            name=dotted((*path, name)),
            says=field.description or "",
            value=_value_of(section, name),
            unit=unit if isinstance(unit, str) else None,
            option=option_of(section, name),
            opens=section_behind(section, name),
        )


@cache
def all_keys() -> Mapping[str, KeyDescription]:
    """Every key of the schema by its dotted name, section by section."""
    return {key.name: key for path, section in sections() for key in keys_of(path, section)}


def section_behind(section: type[Section], name: str) -> type[Section] | None:
    """The section that a key opens; None for a value."""
    inner = section_of(section, name)
    return inner if inner is not None and issubclass(inner, Section) else None


@cache
def _properties(section: type[Section]) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = section.model_json_schema()["properties"]
    return properties


def _value_of(section: type[Section], name: str) -> str:
    """What a key takes, in words, read off its JSON Schema."""
    schema = _properties(section)[name]
    branches = [b for b in schema.get("anyOf", [schema]) if b.get("type") != "null"]
    return " or ".join(dict.fromkeys(_branch(branch) for branch in branches))


def _branch(branch: Mapping[str, Any]) -> str:
    if "$ref" in branch:
        return "keys"
    if "enum" in branch or "const" in branch:
        words = branch.get("enum") or [branch["const"]]
        return " or ".join(f"`{word}`" for word in words)
    match branch["type"]:
        case ["string", "number"]:
            return "text or number"
        case "array":
            return f"list of {_branch(branch['items'])}"
        case "object":
            return "names and texts"
        case "boolean":
            return "`true` or `false`"
        case "string":
            return _text(branch)
        case kind:
            word = {"integer": "whole number", "number": "number"}[kind]
            return " ".join([word, *_limits(branch)])


def _text(branch: Mapping[str, Any]) -> str:
    if branch.get("maxLength") == 1:
        return "one character"
    return PATTERN_WORDS.get(branch.get("pattern", ""), "text")


def _limits(branch: Mapping[str, Any]) -> Iterator[str]:
    for key, word in (("minimum", "from"), ("maximum", "to")):
        if key in branch and branch[key] != 2**53:
            yield f"{word} {branch[key]}"
