"""What a recipe sets: one `Setting` per key that lowers to a Megatron option.

Must not know the target: whether an option exists or has an effect is decided later.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from nam56r_core.changes import Path
from nam56r_core.recipe.describe import sections
from nam56r_core.recipe.field import Section, option_of
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins, ValuePlace, dotted
from nam56r_core.recipe.schema import EXTRA_ARGS

GROUPS: tuple[tuple[str, Path], ...] = (
    ("model", ("model",)),
    ("attention", ("A",)),
    ("experts", ("E",)),
    ("mamba", ("M",)),
    ("gated delta net", ("G",)),
    ("mtp", ("mtp",)),
    ("parallel", ("parallel",)),
    ("training", ("training",)),
    ("data", ("data",)),
    ("precision", ("precision",)),
    ("logging", ("logging",)),
)
"""The concerns that arguments are grouped by, with the section behind each, in output order."""

GRAPH_CAPTURE: tuple[str, Path] = ("graph capture", ("launch", "cuda_graph"))


class NotAnOption(Enum):
    """What keeps an item of `extra_args` from being one option with its values."""

    UNCLOSED = "its quotation is not closed"
    ENDS_IN_BACKSLASH = "a backslash ends it"
    EMPTY = "it is empty"
    ENDS_OPTIONS = "`--` ends the options"
    WITHOUT_DASHES = "an option begins with `--`"
    ONE_DASH = "an option begins with `--`, and no release has one of its own that does not"
    SECOND_VALUE = "`=` takes one value, and more follow"


class Setting(NamedTuple):
    """One option that the recipe asks for; of an item of `extra_args` the value is its words.

    With a `fault` there is no option, and the value is the item as it is written.
    """

    group: str
    option: str
    value: object
    place: ValuePlace
    fault: NotAnOption | None = None

    def values(self) -> tuple[str, ...]:
        """The values as argv words; a switch has none."""
        if isinstance(self.value, bool):
            return ()
        if isinstance(self.value, tuple):
            return self.value
        if isinstance(self.value, list):
            return tuple([_word(item) for item in self.value])
        return (_word(self.value),)


def _word(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


IN_NO_RELEASE: Mapping[str, str] = {"--multi-token-prediction": "mtp.mtp_num_layers"}
"""Flags that other emitters write and that exist nowhere, with the key for what is meant."""

_FEATURES = {"--fim-": "fim", "--enable-mhc-connections": "mhc", "--mhc-": "mhc"}


def feature_of(option: str) -> str | None:
    """The recipe's own feature for what a flag does that hybrid stacks do not obey."""
    return next((name for start, name in _FEATURES.items() if option.startswith(start)), None)


@cache
def keys_by_option() -> Mapping[str, str]:
    """The recipe key of every option that has one: `--num-experts` is `E.num_experts`."""
    return {
        option: dotted((*path, name))
        for path, section in sections()
        for name in section.model_fields
        if (option := option_of(section, name)) is not None
    }


def settings_of(recipe: Recipe, origins: Origins) -> Iterator[Setting]:
    """Every option set by a key, group by group, in the schema's order."""
    for group, path in GROUPS:
        yield from _section_settings(group, path, recipe, origins)


def graph_capture_settings(recipe: Recipe, origins: Origins) -> Iterator[Setting]:
    """The options of `launch.cuda_graph`."""
    group, path = GRAPH_CAPTURE
    yield from _section_settings(group, path, recipe, origins)


def extra_settings(recipe: Recipe, origins: Origins) -> Iterator[Setting]:
    """The options of `extra_args`."""
    items = recipe.extra_args or ()
    for index, item in zip(origins.positions(EXTRA_ARGS, items), items, strict=True):
        place = ValuePlace(origins, (*EXTRA_ARGS, index))
        read = split(item)
        if isinstance(read, NotAnOption):
            yield Setting("extra", "", (item,), place, read)
        else:
            option, values = read
            yield Setting("extra", option, values, place)


@lru_cache(4096)
def split(item: str) -> tuple[str, tuple[str, ...]] | NotAnOption:
    """An item as an option and its values, in the order in which a parser reads. Kept: of a list
    that somebody is typing in, all items but one are as they were."""
    try:
        words = shlex.split(item)
    except ValueError:  # shlex has no other way to say what is open
        return NotAnOption.ENDS_IN_BACKSLASH if item.endswith("\\") else NotAnOption.UNCLOSED
    if not words or not words[0]:
        return NotAnOption.EMPTY
    if words[0] == "--":
        return NotAnOption.ENDS_OPTIONS
    if not words[0].startswith("--"):
        is_short = words[0].startswith("-") and len(words[0]) == 2
        return NotAnOption.ONE_DASH if is_short else NotAnOption.WITHOUT_DASHES
    option, joined, value = words[0].partition("=")
    if joined and len(words) > 1:
        # `--option=a b`: no parser reads the second word as a value
        return NotAnOption.SECOND_VALUE
    return option, (value,) if joined else tuple(words[1:])


def _section_settings(
    group: str, path: Path, recipe: Recipe, origins: Origins
) -> Iterator[Setting]:
    section: object = recipe
    for part in path:
        section = getattr(section, str(part), None)
    if isinstance(section, Section):
        yield from _fields(group, path, section, origins)


def _fields(group: str, path: Path, section: Section, origins: Origins) -> Iterator[Setting]:
    options = _options_of(type(section))
    # Not by `getattr`: a section has many more keys than a recipe sets.
    for name, value in section.__dict__.items():
        if value is None:
            continue
        here: Path = (*path, name)
        option = options[name]
        if option is not None:
            yield Setting(group, option, value, ValuePlace(origins, here))
        elif isinstance(value, Section):
            yield from _fields(group, here, value, origins)


@cache
def _options_of(section: type[Section]) -> Mapping[str, str | None]:
    return {name: option_of(section, name) for name in section.model_fields}
