"""The JSON Schema of a recipe, for editors and validators that do not run this program.

Draft-07, which all of them read. It is made from the model, and refuses nothing that validation
accepts: a squiggle that lies is worse than none. Every value may be null, which takes an inherited
one back, and nothing is required, as a base may supply it. A choice between kinds of value is one
schema with several types, not `anyOf`, of which readers report only one branch.
Must not know any release: the names of targets and the words of options are handed in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from pydantic.fields import FieldInfo

from nam56r_core.changes import Path
from nam56r_core.recipe.field import PATTERN_WORDS, Section, option_of
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.schema import section_of

JsonSchema = dict[str, object]
Words = Callable[[str], Sequence[str]]
"""The words that an option (`--optimizer`) takes; none for an option that is free."""

_DIALECT = "http://json-schema.org/draft-07/schema#"


def recipe_schema(targets: Sequence[str], words: Words) -> JsonSchema:
    """The schema of a whole recipe.

    `targets` are all names that a recipe may give its target, `words` are offered as examples:
    which of them exist depends on the target.
    """
    root, *inner = _sections((), Recipe)
    return {
        "$schema": _DIALECT,
        "title": "nam56r recipe",
        **_section_schema(*root, targets, words),
        "definitions": {
            ".".join(map(str, path)): _section_schema(path, section, targets, words)
            for path, section in inner
        },
    }


def schema_text(schema: JsonSchema) -> str:
    """A schema as a file, one key of a recipe on a line."""
    return _text(schema, "") + "\n"


def _sections(path: Path, section: type[Section]) -> Iterator[tuple[Path, type[Section]]]:
    """A section and all below it, outermost first."""
    yield path, section
    for name in section.model_fields:
        inner = section_of(section, name)
        if inner is not None and issubclass(inner, Section):
            yield from _sections((*path, name), inner)


def _section_schema(
    path: Path, section: type[Section], targets: Sequence[str], words: Words
) -> JsonSchema:
    kinds = section.model_json_schema()["properties"]
    properties: JsonSchema = {}
    for name, field in section.model_fields.items():
        if section_of(section, name) is not None:
            reference = ".".join(map(str, (*path, name)))
            properties[name] = {"$ref": f"#/definitions/{reference}"}
            continue
        option = option_of(section, name)
        value = value_schema(kinds[name].get("anyOf", [kinds[name]]))
        if (*path, name) == ("target",):
            value = {"type": ["string", "null"], "enum": [*targets, None]}
        properties[name] = {
            **_described(field.description or "", _remarks(field, option)),
            **value,
            **_examples(field, words(option) if option else ()),
        }
    return {
        **_described(" ".join((section.__doc__ or "").split()), []),
        # The whole recipe is the only section that a base cannot supply.
        "type": ["object", "null"] if path else "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _described(text: str, remarks: Sequence[str]) -> JsonSchema:
    """What a key means, for readers of plain text and for those of Markdown."""
    return {
        "description": " ".join((text, *remarks)),
        "markdownDescription": "\n\n".join((text, *remarks)),
    }


def _remarks(field: FieldInfo, option: str | None) -> list[str]:
    extra = field.json_schema_extra
    unit = extra.get("x-unit") if isinstance(extra, dict) else None
    remarks = [f"Unit: {unit}."] if unit else []
    return [*remarks, f"Megatron option: `{option}`."] if option else remarks


def _examples(field: FieldInfo, words: Sequence[str]) -> JsonSchema:
    examples = [*(field.examples or ()), *words]
    return {"examples": examples} if examples else {}


def value_schema(branches: Sequence[JsonSchema]) -> JsonSchema:
    """One schema for the branches of a union, which a reader tells apart by their types.

    Raises `ValueError` for a union of which two branches may hold the same value.
    """
    kinds = [_kind(branch) for branch in branches if branch["type"] != "null"]
    types = [str(kind["type"]) for kind in kinds]
    if len({"number" if name == "integer" else name for name in types}) < len(types):
        raise ValueError(f"the types do not tell these apart: {branches}")
    value: JsonSchema = {"type": [*types, "null"]}
    for kind in kinds:
        said = _words_of(kind, alone=len(kinds) == 1) if "enum" in kind else kind
        value |= {keyword: said[keyword] for keyword in said if keyword != "type"}
    return value


def _words_of(kind: JsonSchema, *, alone: bool) -> JsonSchema:
    """A closed choice of words. `enum` would speak of the other types, too; a pattern does not."""
    words = kind["enum"]
    assert isinstance(words, list)
    if alone:
        return {"enum": [*words, None]}
    return {
        "pattern": f"^({'|'.join(words)})$",
        "patternErrorMessage": "Expected " + " or ".join(f"`{word}`" for word in words) + ".",
    }


def _kind(branch: JsonSchema) -> JsonSchema:
    """One branch as pydantic writes it, in the words of draft-07 that all readers know."""
    kind = {keyword: said for keyword, said in branch.items() if keyword not in ("const", "items")}
    if "const" in branch:
        kind["enum"] = [branch["const"]]
    if "pattern" in kind:
        kind["patternErrorMessage"] = f"Expected {PATTERN_WORDS[str(kind['pattern'])]}."
    if "items" in branch:
        kind["items"] = _kind(_schema(branch["items"]))
    if "patternProperties" in branch:
        names = _schema(branch["patternProperties"])
        kind["patternProperties"] = {name: _kind(_schema(said)) for name, said in names.items()}
        kind["additionalProperties"] = False
    return kind


def _schema(value: object) -> JsonSchema:
    assert isinstance(value, dict)
    return value


def _text(value: object, indent: str, key: str = "") -> str:
    """JSON in which only what holds keys of a recipe is spread over lines."""
    spread = key in ("properties", "definitions")
    if not isinstance(value, dict) or not (spread or "properties" in value):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    entries = [f"{inner}{json.dumps(name)}: {_text(value[name], inner, name)}" for name in value]
    return "{\n" + ",\n".join(entries) + "\n" + indent + "}"
