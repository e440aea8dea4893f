"""How a recipe key is declared: its meaning, its unit, and the Megatron flag it lowers to.

A key that lowers to a flag is named like the flag (`--hidden-size` is `hidden_size`), so one
declaration serves validation, lowering, hover text and the JSON Schema.
Must not know any release: whether a target has the flag is the catalog's to say.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

MAX_DEPTH = 10_000
"""Layers that a recipe may ask for; far above any model, and it keeps a typing slip
(`depth: 52000000`) from expanding into memory."""

MAX_PATTERN = 2 * MAX_DEPTH
"""Characters of a pattern: as many letters as there may be layers, each with a stage break."""

MAX_MTP_DEPTHS = 64
MAX_EXTRA_ARGS = 1_000
"""Bounds of the same kind: each MTP depth is written into the pattern again, and each item of
`extra_args` is looked up among the release's flags, with near ones for a misspelt one."""

Count = Annotated[int, Field(ge=1, le=2**53)]
"""A positive number of things."""

Index = Annotated[int, Field(ge=0, le=2**53)]
"""A position that counts from 0."""

LayerList = Annotated[list[Index], Field(max_length=MAX_DEPTH)]
"""Positions of layers, at most as many as there may be layers."""

Fraction = Annotated[float, Field(ge=0, le=1)]
NonNegative = Annotated[float, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
Numbers = Annotated[float, Field()] | list[float]
Words = Text | list[Text]

_DOTTED = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$"
_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
_PART = r"^[^|/\s]+$"
_VALUE = r"^[^\x00]*$"

PATTERN_WORDS = {
    _DOTTED: "a dotted Python name such as `package.module.name`",
    _VARIABLE: "the name of an environment variable (letters, digits and `_`, no digit first)",
    _PART: "symbols of the target's alphabet without `|`, `/` or blanks",
    _VALUE: "a text without NUL characters",
}
"""What each regular expression of the schema asks for, in words."""

DottedName = Annotated[str, Field(pattern=_DOTTED)]
SymbolPart = Annotated[str, Field(pattern=_PART, max_length=64)]
_OR_NUMBER = {"type": ["string", "number"]}
"""The JSON Schema of a text that may be a number in the file: `as_written` converts it."""

Environment = dict[
    Annotated[str, Field(pattern=_VARIABLE)],
    Annotated[str, Field(pattern=_VALUE, json_schema_extra=_OR_NUMBER)],
]
WeightedPaths = Text | list[Annotated[str, Field(min_length=1, json_schema_extra=_OR_NUMBER)]]


class Section(BaseModel):
    """One mapping of a recipe: unknown keys are refused, types are taken literally. Validators are
    built at first use, because only that of the whole recipe is used."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True
    )


def key(description: str, *, unit: str | None = None, **constraints: Any) -> Any:
    """A key of ours without a flag of its own."""
    return Field(
        default=None,
        description=description,
        json_schema_extra={"x-unit": unit} if unit else None,
        **constraints,
    )


def flag(description: str, *, unit: str | None = None, **constraints: Any) -> Any:
    """A key that lowers to the Megatron option of the same name."""
    extra: dict[str, Any] = {"x-megatron-flag": True}
    if unit:
        extra["x-unit"] = unit
    return Field(default=None, description=description, json_schema_extra=extra, **constraints)


def option_of(section: type[Section], name: str) -> str | None:
    """The Megatron option that a field lowers to, or None if it is a key of ours."""
    extra = section.model_fields[name].json_schema_extra
    if isinstance(extra, dict) and extra.get("x-megatron-flag"):
        return "--" + name.replace("_", "-")
    return None
