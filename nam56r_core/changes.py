"""What a fix does to a document, said without its syntax: a value set, an entry removed.

`nam56r_core.syntax.edit` turns changes into edits that keep the author's formatting. Must not know
any rule, nor which language a document is written in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from nam56r_core.text import TextRange

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a document, such as `("A", "dsa", "family_ranks", 2)`."""

Plain = str | int | float | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
"""A value without places."""


@dataclass(frozen=True, slots=True)
class SetValue:
    """Give `path` a value: the one that is written there is replaced; what is missing of the path
    is added. A list position one past the end appends.

    `after` names the keys of the same mapping behind which a new key belongs, the best first; a
    language may put it at the end all the same.
    """

    path: Path
    value: Plain
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Take the entry or list item at `path` out, with its value."""

    path: Path


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Write the key at `path` as `name`; its value stays."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Put `text` in place of a range of bytes inside a scalar or a comment; only the first change
    of a fix can be one, as ranges are those of the text before."""

    range: TextRange
    text: str


Change = SetValue | Remove | RenameKey | ReplaceText


class Applicability(Enum):
    """When a fix is applied: by `--fix`, only with `--unsafe-fixes`, or never by a command, because
    it writes examples of what only the author knows."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY_ONLY = "display only"

    @classmethod
    def of(cls, safe: bool) -> Applicability:
        return cls.SAFE if safe else cls.UNSAFE


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that a rule offers for the recipe's own document (never for a base of it).

    `title` is an order in the imperative (``Write `R` ``). A safe fix leaves what the recipe means
    as its author must have meant it; any other is a choice that only the author can make.
    """

    title: str
    changes: tuple[Change, ...]
    applicability: Applicability = Applicability.UNSAFE

    @property
    def safe(self) -> bool:
        return self.applicability is Applicability.SAFE

    def is_applied(self, *, unsafe: bool) -> bool:
        """Whether `--fix` applies it, with `--unsafe-fixes` or without."""
        return self.safe or (unsafe and self.applicability is Applicability.UNSAFE)
