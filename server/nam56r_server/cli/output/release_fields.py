"""The properties of releases and flags in the words of their readers.

The fields of a catalog are named for those who read its JSON. Must not know which values differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nam56r_core.targets.catalog import FlagAction

Words = Callable[[object], str]


def value(content: object) -> str:
    """A value of a catalog as people write it."""
    if content is None:
        return "none"
    if isinstance(content, bool):
        return "on" if content else "off"
    if isinstance(content, tuple):
        return " ".join(value(item) for item in content) if content else "nothing"
    return str(content)


def _of(words: Mapping[object, str], otherwise: Words = value) -> Words:
    return lambda content: words[content] if content in words else otherwise(content)


def _quoted(content: object) -> str:
    return f"`{content}`"


CHECKED: Mapping[object, str] = {
    "validate_args": "by validate_args, on any machine",
    "construction": "only when the model is built, on the GPU node",
}
NO_PYTHON = "no demand declared"

_ACTIONS: Mapping[object, str] = {
    FlagAction.STORE: "a value",
    FlagAction.STORE_TRUE: "nothing (a switch that sets true)",
    FlagAction.STORE_FALSE: "nothing (a switch that sets false)",
    FlagAction.BOOLEAN_OPTIONAL: "nothing (a switch, also as --no-…)",
}
_COUNTS: Mapping[object, str] = {
    None: "one",
    0: "none",
    "?": "one or none",
    "*": "any number",
    "+": "one or more",
}
_TYPES: Mapping[object, str] = {
    None: "none declared",
    "str": "text",
    "bool": "bool (any text)",
    "<lambda>": "a converter without a name",
}
_ANY: Mapping[object, str] = {(): "any value"}

_FIELDS: Mapping[str, tuple[str, Words]] = {
    "flag": ("pattern flag", value),
    "superseded_flag": ("older pattern flag that still works", value),
    "stage_separator": ("separator of stages", _of({None: "none"}, _quoted)),
    "mtp_separator": ("separator of MTP parts", _of({None: "none"}, _quoted)),
    "needs_num_layers": (
        "--num-layers beside the pattern",
        _of({True: "needed", False: "not needed"}),
    ),
    "checked_by": ("letters are checked", _of(CHECKED)),
    "package_version": ("version of the package", value),
    "python_requires": ("Python", _of({None: NO_PYTHON})),
    "other_entry_scripts": ("other entry scripts", value),
    "stack_spec.module": ("module of the stock --spec", value),
    "stack_spec.name": ("name of the stock --spec", value),
    "stack_spec.aliases": ("older names of the stock --spec", value),
    "stack_spec.required": ("--spec", _of({True: "required", False: "not required"})),
    "options": ("spelled", value),
    "dest": ("stored as", value),
    "action": ("takes", _of(_ACTIONS)),
    "nargs": ("number of values", _of(_COUNTS)),
    "type": ("type", _of(_TYPES)),
    "choices": ("choices", _of(_ANY)),
    "deprecated": ("deprecated", _of({True: "yes", False: "no"})),
    "hidden": ("in --help", _of({True: "hidden", False: "shown"})),
    "provider": ("comes from", value),
}
"""How a field is called, and how its values are written; any other goes by its own name."""


def in_words(field: str) -> tuple[str, Words]:
    """What a field is called, and what writes its values."""
    return _FIELDS.get(field, (field.replace("_", " "), value))
