"""Looking around in the schema: which keys a section has, which section a key opens.

Must not know any recipe, only its model.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel

from nam56r_core.changes import Path
from nam56r_core.recipe.model import Recipe

SCHEMA_KEY = "$schema"
"""Says nothing about the model: JSON has no comments, so this key tells editors which schema
holds."""

EXTRA_ARGS: Path = ("extra_args",)
"""Megatron options by their own names, one an item."""

OTHER_NAMES: Mapping[str, Path] = {
    "num_layers": ("depth",),
    "hybrid_layer_pattern": ("pattern",),
    "hybrid_override_pattern": ("pattern",),
    "n_layers": ("depth",),
    "num_hidden_layers": ("depth",),
    "rope_theta": ("model", "rotary_base"),
    "intermediate_size": ("model", "ffn_hidden_size"),
    "n_heads": ("model", "num_attention_heads"),
    "num_kv_heads": ("A", "num_query_groups"),
    "num_key_value_heads": ("A", "num_query_groups"),
    "learning_rate": ("training", "lr"),
}
"""What people write for keys, with what says so here: Megatron options that the plan sets, and the
words of other libraries."""


def keys_at(path: Path, model: type[BaseModel] = Recipe) -> tuple[str, ...]:
    """The keys that the schema has in the section at a path; none for an unknown path. List
    positions lead into the section that the list is of."""
    for part in path:
        if isinstance(part, int):
            continue
        inner = section_of(model, part)
        if inner is None:
            return ()
        model = inner
    return tuple(field.alias or name for name, field in model.model_fields.items())


def short_for(name: str, path: Path, model: type[BaseModel] = Recipe) -> tuple[str, ...]:
    """The keys of the section at a path that a name is the last words of, the shortest first."""
    ending = f"_{name.lower()}"
    return tuple(sorted((key for key in keys_at(path, model) if key.endswith(ending)), key=len))


def abbreviated(name: str, path: Path) -> tuple[str, ...]:
    """The keys of the recipe section at a path whose descriptions have a name for them, in
    brackets: `(TP)`."""
    return tuple(key for key in keys_at(path) if f"({name.upper()})" in _says((*path, key)))


@cache
def _says(path: Path) -> str:
    """The description of a key."""
    model: type[BaseModel] = Recipe
    *sections, name = (part for part in path if isinstance(part, str))
    for section in sections:
        model = section_of(model, section) or model
    field = model.model_fields.get(name)
    return (field.description or "") if field else ""


@cache
def section_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The section that a key of `model` opens, or None for a key with a plain value."""
    field = model.model_fields.get(name)
    if field is None:
        return None
    pending: list[object] = [field.annotation]
    while pending:
        option = pending.pop(0)
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
        pending += getattr(option, "__args__", ())
    return None


def sections_with_key(name: str) -> tuple[Path, ...]:
    """The sections (by path) of the whole schema that have a key of this name."""
    return _sections_by_key().get(name, ())


@cache
def _sections_by_key() -> dict[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    pending: list[tuple[Path, type[BaseModel]]] = [((), Recipe)]
    while pending:
        path, model = pending.pop(0)
        for key in model.model_fields:
            if path:
                found[key] = (*found.get(key, ()), path)
            inner = section_of(model, key)
            if inner is not None:
                pending.append(((*path, key), inner))
    return found
