"""What an explanation is: values that a terminal, a hover and a JSON document all show.

Must not know where explanations come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind
from nam56r_core.targets.catalog import Flag
from nam56r_core.targets.diff import FieldChange


class Topic(Enum):
    """What kind of thing a name can stand for, in the order in which meanings are shown."""

    RULE = "rule"
    TERM = "term"
    KEY = "key"
    FLAG = "flag"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Link:
    """Another thing that can be explained, by its topic and name."""

    topic: Topic
    name: str


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A rule. `summary` is one sentence about what it reports."""

    severity: Severity
    summary: str


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A glossary term: its other names, and what it is about. Flags have their dashes."""

    aliases: tuple[str, ...]
    letters: tuple[str, ...]
    kinds: tuple[str, ...]
    symbols: tuple[str, ...]
    keys: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A recipe key. `value` says in words what it takes; `flag` is what it lowers to, and
    `flag_releases` are the tags of the releases that have it; `keys` are those it opens."""

    says: str
    value: str
    unit: str | None
    flag: str | None
    flag_releases: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """What a release changed about a flag, against the release before it."""

    release: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class FlagFacts:
    """A flag. `form` is what the release `release` takes, both None where the chosen target lacks
    it. All releases are tags, oldest first; `changes` are left out for a chosen target.

    `key` is the recipe key that lowers to it; `set_by_plan` means that only the plan may set it;
    `hybrid_stacks` says what a hybrid stack does with it, where that is nothing or not what its
    name says.
    """

    release: str | None
    form: Flag | None
    releases: tuple[str, ...]
    deprecated: tuple[str, ...]
    key: str | None
    set_by_plan: bool
    hybrid_stacks: str | None
    changes: tuple[ReleaseChange, ...]


@dataclass(frozen=True, slots=True)
class SymbolInRelease:
    """What a character of the pattern is to one release; a separator builds nothing.

    `excludes` are the symbols that may not stand in one part of a pattern with it.
    """

    release: str
    kind: LayerKind | None
    builds: str | None
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SymbolFacts:
    """A character of Megatron's patterns. `releases` are those that have it, oldest first;
    `letters` are the recipe letters that can become it."""

    separator: bool
    letters: tuple[str, ...]
    releases: tuple[SymbolInRelease, ...]


Facts = RuleFacts | TermFacts | KeyFacts | FlagFacts | SymbolFacts


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a name stands for. `body` is Markdown without the title and without links;
    its headings begin at the second level."""

    topic: Topic
    name: str
    title: str
    body: str
    links: tuple[Link, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a name stands for, in the order of `Topic`; never empty."""

    name: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that stands for nothing; `nearest` are names that somebody may have meant, `key` is
    the recipe key for a flag that is known to be in no release."""

    name: str
    nearest: tuple[str, ...]
    key: str | None = None
