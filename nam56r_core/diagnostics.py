"""What is told to people about a place in a recipe.

Plain values only: how a finding looks on a terminal or in an editor is decided elsewhere.
Must not know any rule, any protocol or any Megatron fact.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Fix, Path, Plain
from nam56r_core.text import SourceText, TextRange


class Severity(Enum):
    """How much a finding matters; only an `ERROR` keeps a bundle from being runnable."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return ("error", "warning", "info").index(self.value)


class Tag(Enum):
    """What a place is besides being reported; editors show such text faded or struck out."""

    UNNECESSARY = "unnecessary"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Location:
    """A range of bytes in one document (a recipe may inherit from others)."""

    source: SourceText
    range: TextRange

    @property
    def sort_key(self) -> tuple[str, int, int]:
        return (self.source.name, self.range.start, self.range.end)


@dataclass(frozen=True, slots=True)
class RelatedInformation:
    """A second place that explains a finding, with a short sentence about it."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class About:
    """What a finding is about, apart from its words: with the code, what it is known again by.

    `path` is the place in the recipe by its keys; `identity` distinguishes findings of one rule at
    one place. `evidence` has the values that the finding depends on; where only these differ it is
    the same finding with other facts. None of them contains the release.
    """

    path: Path = ()
    identity: tuple[Plain, ...] = ()
    evidence: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `code` is the kebab-case name of the rule that made it.

    The message names the thing, the place, the reason and the next step. `fixes` are alternatives,
    the best first. `from_broken_syntax`: part of the recipe could not be read, so a key that other
    findings report as absent may be in that part.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    related: tuple[RelatedInformation, ...] = ()
    fixes: tuple[Fix, ...] = ()
    tag: Tag | None = None
    about: About = About()
    from_broken_syntax: bool = False

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (*self.location.sort_key, self.code, self.message)
