"""Phrases that several rules and notes need: lists of layers, letters and names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Location
from nam56r_core.plan.model import Layer
from nam56r_core.plural import inflected
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, KeyLocation

SHOWN = 8
"""Items of a list that a sentence names before it only counts the rest."""


MOST = 100
"""Faults of one kind that are told one by one; nobody reads more, and a file that has more is
seldom the file that was meant."""


class Located(Protocol):
    @property
    def location(self) -> Location: ...


Fault = TypeVar("Fault", bound=Located)


def first_of(faults: Sequence[Fault], tell: Callable[[Fault], Finding]) -> Iterator[Finding]:
    """A finding for each of the first faults, and one that counts the rest."""
    yield from (tell(fault) for fault in faults[:MOST])
    if len(faults) > MOST:
        yield Finding(
            f"{len(faults) - MOST} more of these from here on; see whether this is the right "
            "file, and correct what stands before it first",
            KeyLocation((), faults[MOST].location),
            identity=("more",),
            evidence=(len(faults) - MOST,),
        )


def listed(items: Iterable[object], last: str = "and") -> str:
    """`a, b and c`; long lists end in `… and 5 more`."""
    words = [str(item) for item in items]
    if len(words) > SHOWN + 1:
        return ", ".join(words[:SHOWN]) + f" and {len(words) - SHOWN} more"
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" {last} {words[-1]}"


def ticked(items: Iterable[object], last: str = "and") -> str:
    """The same with each item in backquotes."""
    return listed((f"`{item}`" for item in items), last)


def layer_numbers(layers: Sequence[Layer]) -> str:
    """`layer 12` or `layers 12, 24, 36, 48`: layer numbers, from 1."""
    numbers = [layer.layer_number for layer in layers]
    shown = ", ".join(str(number) for number in numbers[:SHOWN])
    if len(numbers) > SHOWN:
        shown += f", … {len(numbers)} in all"
    return f"{inflected(len(numbers), 'layer')} {shown}"


def letter_at(letter: str, letter_number: int, layers: Sequence[Layer]) -> str:
    """`` `R` at letter 12 (layers 12, 24, 36, 48) ``; what cannot be seen is shown escaped."""
    if not letter.isprintable():
        letter = ascii(letter)[1:-1]
    if not layers:
        return f"`{letter}` at letter {letter_number}"
    return f"`{letter}` at letter {letter_number} ({layer_numbers(layers)})"


def numbers(letter_number: int, layers: Sequence[Layer]) -> tuple[int, ...]:
    """What `letter_at` says, as values."""
    return (letter_number, *(layer.layer_number for layer in layers))


def adding(facts: Facts, path: Path) -> str:
    """The step towards a key that is missing: its section may be missing, too."""
    section = path[:-1]
    if not section or facts.written(section):
        return "add it"
    if facts.origins.node(section) is not None:
        # Only beside a base does an empty section say anything.
        inherits = len(facts.inherited.trees) > 1
        back = " and takes back what a base says" if inherits else ""
        return f"add it to `{dotted(section)}`, which is empty here{back}"
    return f"add a section `{dotted(section)}` with it"
