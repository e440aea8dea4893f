"""From a value tree to a `Recipe`: what does not fit the schema is left out and reported.

Every fault is found in one pass and stands at the value it is about, so that a half-wrong recipe
still yields a plan. Must not know what a value means to Megatron.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location
from nam56r_core.recipe.as_written import as_written
from nam56r_core.recipe.field import PATTERN_WORDS
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins, dotted
from nam56r_core.recipe.schema import EXTRA_ARGS, SCHEMA_KEY, abbreviated, keys_at, short_for
from nam56r_core.spelling import nearest
from nam56r_core.syntax.tree import plain

SEPARATE: frozenset[Path] = frozenset({EXTRA_ARGS})
"""Lists of which each item is a statement of its own: a bad one leaves the others as they are."""

MOST_SUGGESTIONS = 200
"""Unknown keys whose nearest spelling is looked for; findings show fewer of them."""


class FieldFault(Enum):
    """In what way a key or a value does not fit the schema."""

    UNKNOWN_KEY = "unknown key"
    INVALID_KEY = "invalid key"
    INVALID_VALUE = "invalid value"
    NOT_A_RECIPE = "not a recipe"


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """`expected` says in our words what would be right; `nearest` is the closest legal spelling."""

    fault: FieldFault
    path: Path
    location: Location
    expected: str
    nearest: str | None = None

    @property
    def name(self) -> str:
        return dotted(self.path)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The part of a recipe that fits the schema, and what did not."""

    recipe: Recipe
    problems: tuple[FieldProblem, ...]


def validate(origins: Origins) -> Reading:
    """Read a merged tree. Never raises: the recipe may be empty."""
    if origins.root is None:
        problem = FieldProblem(
            FieldFault.NOT_A_RECIPE, (), origins.start, "keys and values, such as `pattern: AEM`"
        )
        return Reading(Recipe(), (problem,))
    return Reading(*fit(Recipe, origins))


Schema = TypeVar("Schema", bound=BaseModel)


def fit(model: type[Schema], origins: Origins) -> tuple[Schema, tuple[FieldProblem, ...]]:
    """The part of a tree that fits a schema, and what did not."""
    values: Any = plain(origins.root)
    if isinstance(values, dict) and SCHEMA_KEY in values:
        values = _without(values, [(SCHEMA_KEY,)])
    if model is Recipe:
        values = as_written(values, origins)
    problems: list[FieldProblem] = []
    while True:
        try:
            return model.model_validate(values), tuple(problems)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            faults = list(_faults(model, errors, values, origins))
        problems += faults
        values = _without(values, [_left_out(fault.path) for fault in faults])


def _faults(
    model: type[BaseModel], errors: Iterable[ErrorDetails], values: Any, origins: Origins
) -> Iterable[FieldProblem]:
    """One problem per place; the branches of a union that all failed are joined by "or"."""
    unknown = 0
    by_field: dict[Path, list[tuple[Path, ErrorDetails]]] = {}
    for error in errors:
        path = _path_in(values, error["loc"])
        by_field.setdefault(_field_of(path), []).append((path, error))
    for found in by_field.values():
        deepest = max(len(path) for path, _ in found)
        by_place: dict[Path, list[ErrorDetails]] = {}
        for path, error in found:
            if len(path) == deepest:
                by_place.setdefault(path, []).append(error)
        for path, same in by_place.items():
            keys = [error for error in same if _is_about_key(path, error)]
            values = [error for error in same if error not in keys]
            if keys:
                yield FieldProblem(
                    FieldFault.INVALID_KEY, path, origins.key(path), _expectations(keys)
                )
            if values and values[0]["type"] == "extra_forbidden":
                unknown += 1
                yield _unknown_key(model, path, origins, suggest=unknown <= MOST_SUGGESTIONS)
            elif values:
                yield _invalid_value(path, values, origins)


def _is_about_key(path: Path, error: ErrorDetails) -> bool:
    """Whether a key that an author chose is at fault, and not its value."""
    return error["loc"] == (*path, "[key]")


def _unknown_key(
    model: type[BaseModel], path: Path, origins: Origins, *, suggest: bool
) -> FieldProblem:
    allowed = keys_at(path[:-1], model)
    return FieldProblem(
        FieldFault.UNKNOWN_KEY,
        path,
        origins.key(path),
        _one_of(allowed),
        _nearest_key(str(path[-1]), path[:-1], allowed, model) if suggest else None,
    )


@lru_cache(64)
def _one_of(names: tuple[str, ...]) -> str:
    return "one of " + ", ".join(f"`{name}`" for name in names)


def _invalid_value(path: Path, errors: list[ErrorDetails], origins: Origins) -> FieldProblem:
    expected = _expectations(errors)
    written = origins.scalar(path)
    legal = [word for error in errors for word in _literals(error)]
    close = nearest(str(written.value), legal, 1) if written and legal else ()
    return FieldProblem(
        FieldFault.INVALID_VALUE, path, origins.value(path), expected, next(iter(close), None)
    )


def _nearest_key(
    name: str, section: Path, allowed: tuple[str, ...], model: type[BaseModel]
) -> str | None:
    """The key that is one word longer, else one that has the name in its description, is spelled
    like it, or ends with it."""
    ending = short_for(name, section, model)
    longer = (key for key in ending if key.partition("_")[2] == name)
    brief = abbreviated(name, section) if model is Recipe else ()
    return next(chain(longer, brief, nearest(name, allowed, 1), ending), None)


def _expectations(errors: list[ErrorDetails]) -> str:
    return " or ".join(dict.fromkeys(_expected(error) for error in errors))


def _path_in(values: Any, loc: tuple[int | str, ...]) -> Path:
    """The part of an error's `loc` that names real keys; the rest are names of union branches."""
    path: list[str | int] = []
    here = values
    for part in loc:
        in_mapping = isinstance(here, Mapping) and part in here
        in_list = isinstance(here, list) and isinstance(part, int) and part < len(here)
        if in_mapping or in_list:
            here = here[part]
            path.append(part)
    return tuple(path)


def _field_of(path: Path) -> Path:
    """The key that an error belongs to: list positions are part of their key's value."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _left_out(path: Path) -> Path:
    """What goes with a fault: all of a list, unless its items say nothing of each other."""
    field = _field_of(path)
    return path[: len(field) + 1] if field in SEPARATE else field


def _without(values: Any, paths: Iterable[Path]) -> Any:
    """The same values but for the keys and items at some paths; one below another that goes, goes
    with it. The tree keeps its values, so what holds such a key is copied."""
    below: dict[str | int, list[Path]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).append(tuple(rest))
    if isinstance(values, dict):
        return {
            key: _without(value, below[key]) if key in below else value
            for key, value in values.items()
            if () not in below.get(key, ())
        }
    if isinstance(values, list):
        return [
            _without(value, below[index]) if index in below else value
            for index, value in enumerate(values)
            if () not in below.get(index, ())
        ]
    return values


def _literals(error: ErrorDetails) -> list[str]:
    if error["type"] != "literal_error":
        return []
    return [word.strip("'") for word in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]


_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "bool_type": "`true` or `false`",
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
}


def _expected(error: ErrorDetails) -> str:
    kind = error["type"]
    context = error.get("ctx", {})
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    match kind:
        case "greater_than_equal":
            return f"at least {context['ge']}"
        case "less_than_equal":
            return f"at most {context['le']}"
        case "string_too_short":
            return "a text that is not empty"
        case "string_too_long":
            count = context["max_length"]
            return f"at most {count} character{'s' if count > 1 else ''}"
        case "too_short":
            return "a list that is not empty"
        case "too_long":
            return f"a list of at most {context['max_length']} items"
        case "string_pattern_mismatch":
            return PATTERN_WORDS[context["pattern"]]
        case "literal_error":
            return " or ".join(f"`{word}`" for word in _literals(error))
        case _:
            return f"a value of another kind ({kind.replace('_', ' ')})"
