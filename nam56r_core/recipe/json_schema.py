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

from nam56r_core.recipe.describe import KeyDescription, keys_of, sections
from nam56r_core.recipe.field import PATTERN_WORDS, Section
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import SCHEMA_KEY

JsonSchema = dict[str, object]
Words = Callable[[str], Sequence[str]]
"""The words that an option (`--optimizer`) takes; none for an option that is free."""

_DIALECT = "http://json-schema.org/draft-07/schema#"


def recipe_schema(targets: Sequence[str], words: Words) -> JsonSchema:
    """The schema of a whole recipe.

    `targets` are all names that a recipe may give its target; `words` are offered as examples, as
    it depends on the target which of them exist.
    """
    root, *inner = sections()
    schema = {
        "$schema": _DIALECT,
        "title": "nam56r recipe",
        # A base cannot supply the whole recipe.
        **_section_schema(*root, words, "object"),
        "definitions": {
            dotted(path): _section_schema(path, section, words, ["object", "null"])
            for path, section in inner
        },
    }
    properties = _schema(schema["properties"])
    _schema(properties["target"])["enum"] = [*targets, None]
    # No `type`: validation does not look at it.
    properties[SCHEMA_KEY] = _described("Where an editor finds this schema; it says nothing else.")
    return schema


def schema_text(schema: JsonSchema) -> str:
    """A schema as a file, one key of a recipe on a line."""
    return _text(schema, "") + "\n"


def _section_schema(
    path: tuple[str, ...], section: type[Section], words: Words, types: str | list[str]
) -> JsonSchema:
    kinds = section.model_json_schema()["properties"]
    properties: JsonSchema = {}
    for name, key in zip(section.model_fields, keys_of(path, section), strict=True):
        if key.opens is not None:
            properties[name] = {"$ref": f"#/definitions/{key.name}"}
            continue
        examples = [
            *(section.model_fields[name].examples or ()),
            *(words(key.option) if key.option else ()),
        ]
        properties[name] = {
            **_described(key.says, *_remarks(key)),
            **value_schema(kinds[name].get("anyOf", [kinds[name]])),
            **({"examples": examples} if examples else {}),
        }
    return {
        **_described(" ".join((section.__doc__ or "").split())),
        "type": types,
        "properties": properties,
        "additionalProperties": False,
    }


def _described(text: str, *remarks: str) -> JsonSchema:
    """What a key means, for readers of plain text and for those of Markdown."""
    return {
        "description": " ".join((text, *remarks)),
        "markdownDescription": "\n\n".join((text, *remarks)),
    }


def _remarks(key: KeyDescription) -> Iterator[str]:
    if key.unit is not None:
        yield f"Unit: {key.unit}."
    if key.option is not None:
        yield f"Megatron option: `{key.option}`."


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
