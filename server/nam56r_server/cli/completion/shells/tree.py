"""The command line as data: what may stand where, read off an argparse parser.

Must not know any shell.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from nam56r_core.glossary import terms
from nam56r_core.recipe.describe import all_keys
from nam56r_core.rules.names import rule_names
from nam56r_core.targets.targets import KNOWN


class Kind(Enum):
    """What a value is: one of some words, several with commas between, a path, or a text that
    nobody can guess."""

    WORDS = "words"
    LIST = "list"
    RECIPES = "recipes"
    FILES = "files"
    DIRECTORIES = "directories"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """A value that an option or a command takes; `name` is how the usage calls it.

    `told` says of some of the words what they mean.
    """

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    optional: bool = False
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def dashed(self) -> tuple[str, ...]:
        """The words that look like options."""
        return tuple(word for word in self.words if word.startswith("-"))


@dataclass(frozen=True, slots=True)
class Option:
    """An option by all its spellings; `value` is None for a switch."""

    names: tuple[str, ...]
    help: str
    value: Value | None
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command or subcommand. `values` stand in order, the last again and again if `many`."""

    path: tuple[str, ...]
    help: str
    options: tuple[Option, ...]
    values: tuple[Value, ...]
    many: bool
    subcommands: tuple[Command, ...]

    @property
    def name(self) -> str:
        return self.path[-1]

    def all(self) -> Iterator[Command]:
        """This command and all below it."""
        yield self
        for subcommand in self.subcommands:
            yield from subcommand.all()


_TARGETS = KNOWN.names[::-1]

_BY_METAVAR: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "TARGET": (Kind.WORDS, _TARGETS),
    "OLD": (Kind.WORDS, _TARGETS),
    "NEW": (Kind.WORDS, _TARGETS),
    "RULES": (Kind.LIST, (*rule_names(), "all")),
    "RECIPE": (Kind.RECIPES, ()),
    "PATH": (Kind.RECIPES, ()),
    "DIR": (Kind.DIRECTORIES, ()),
    "FILE": (Kind.FILES, ()),
    "NAME": (Kind.TEXT, ()),
    "PATTERN": (Kind.TEXT, ()),
}
"""What the names of the usage stand for. A test asks for every name that is used."""

_BY_DESTINATION: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "names": (
        Kind.WORDS,
        tuple(
            dict.fromkeys(
                (
                    *rule_names(),
                    *terms(),
                    *all_keys(),
                    *(key.rpartition(".")[2] for key in all_keys()),
                    *(
                        option
                        for catalog in KNOWN.catalogs
                        for flag in catalog.flags
                        if not flag.hidden
                        for option in flag.options
                    ),
                )
            )
        ),
    ),
}
"""The same for values whose name in the usage also stands for other things."""


def command_of(parser: argparse.ArgumentParser, help: str = "") -> Command:
    """A parser with everything below it."""
    options: list[Option] = []
    values: list[Value] = []
    subcommands: tuple[Command, ...] = ()
    many = False
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            subcommands = tuple(_subcommands(action))
        elif action.help == argparse.SUPPRESS:
            continue
        elif action.option_strings:
            options.append(_option(parser, action))
        else:
            values.append(_value(action))
            many = action.nargs in ("*", "+")
    path = tuple(parser.prog.split())
    return Command(path, help, tuple(options), tuple(values), many, subcommands)


def _subcommands(
    action: argparse._SubParsersAction[argparse.ArgumentParser],
) -> Iterator[Command]:
    summaries = {choice.dest: choice.help or "" for choice in action._choices_actions}
    for name, parser in action.choices.items():
        yield command_of(parser, summaries.get(name, ""))


def _option(parser: argparse.ArgumentParser, action: argparse.Action) -> Option:
    told = (action.help or "") % {**vars(action), "prog": parser.prog}
    summary, *more = (part.strip() for part in " ".join(told.split()).split(";"))
    return Option(
        names=tuple(action.option_strings),
        help=summary,
        value=None if action.nargs == 0 else _value(action, more),
        repeatable=isinstance(action, argparse._AppendAction),
    )


def _value(action: argparse.Action, more: Sequence[str] = ()) -> Value:
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if action.choices is not None:
        kind, words = Kind.WORDS, tuple(map(str, action.choices))
    else:
        known = _BY_DESTINATION.get(action.dest) or _BY_METAVAR.get(name)
        kind, words = known or (Kind.TEXT, ())
    told = dict(_meanings(words, more))
    return Value(name, kind, words, optional=action.nargs == "?", told=told)


def _meanings(words: Sequence[str], sentences: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a help says of single words, as `json: for other programs` or `a, b: the same`."""
    for sentence in sentences:
        names, _, meaning = sentence.partition(": ")
        for name in names.split(", "):
            if meaning and name in words:
                yield name, meaning
