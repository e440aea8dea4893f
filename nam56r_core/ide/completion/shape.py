"""What form the value of a recipe key has, as far as it matters for writing one.

Must not know any document, nor a language that documents are written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from nam56r_core.changes import Path
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.schema import section_of
from nam56r_core.syntax.snippet import Form


@dataclass(frozen=True, slots=True)
class Shape:
    """`forms` a value may have, `words` it may be; `item` is the form of the items of a list."""

    forms: frozenset[Form]
    words: tuple[str, ...] = ()
    item: Form | None = None

    @property
    def first(self) -> Form:
        """The form that people write most."""
        return next(form for form in Form if form in self.forms)


@cache
def section_at(path: Path) -> type[BaseModel] | None:
    """The section of the schema at a path, None where it has none."""
    section: type[BaseModel] | None = Recipe
    for part in path:
        section = section_of(section, part) if section and isinstance(part, str) else None
    return section


@cache
def shape_at(path: Path) -> Shape | None:
    """The shape of the key at a path, None where the schema has no such key."""
    section = section_at(path[:-1]) if path else None
    field = section.model_fields.get(str(path[-1])) if section else None
    return _shape(field.annotation) if field else None


def _shape(annotation: object) -> Shape:
    forms: set[Form] = set()
    words: list[str] = []
    item: Form | None = None
    pending = [annotation]
    while pending:
        option = pending.pop()
        origin = get_origin(option)
        if origin is list:
            forms.add(Form.LIST)
            item = _shape(get_args(option)[0]).first
        elif origin is Literal:
            forms.add(Form.WORD)
            words += get_args(option)
        elif origin is dict:
            forms.add(Form.MAPPING)
        elif isinstance(option, type):
            forms.update(_form(option))
        else:
            # A union of types, or a type with its bounds behind it.
            pending += get_args(option)
    return Shape(frozenset(forms), tuple(words), item)


def _form(kind: type) -> set[Form]:
    if issubclass(kind, BaseModel):
        return {Form.MAPPING}
    return {
        form
        for types, form in (
            ((bool,), Form.SWITCH),
            ((str,), Form.TEXT),
            ((int, float), Form.NUMBER),
        )
        if kind in types
    }
