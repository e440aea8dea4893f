"""Puts what a catalog knows about a flag into words.

Must not know which release is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nam56r_core.explanations.wording import ticked
from nam56r_core.targets.arity import expected_count
from nam56r_core.targets.catalog import Flag, FlagAction
from nam56r_core.targets.diff import FieldChange

_TYPES = {
    None: "text",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "any text, of which only an empty one means no",
}
_ACTIONS = {
    FlagAction.STORE: "a value",
    FlagAction.STORE_TRUE: "a switch",
    FlagAction.STORE_FALSE: "a switch that turns something off",
    FlagAction.BOOLEAN_OPTIONAL: "a switch with a `--no-…` form",
}
_PACKAGES = {"modelopt": "nvidia-modelopt"}


def takes(flag: Flag) -> str:
    """What a flag takes and what holds without it, in a sentence or two."""
    return " ".join((*_takes(flag), *_presence(flag)))


def default(flag: Flag) -> str:
    """What holds where a flag is not given, in a word or as code."""
    return _value(flag.default)


def _takes(flag: Flag) -> Iterator[str]:
    match flag.action:
        case FlagAction.STORE:
            count = expected_count(flag)
            what = f"one of {ticked(flag.choices)}" if flag.choices else _type(flag.type)
            each = "" if flag.nargs in (None, 0, 1) else "each "
            yield f"Takes {count}, {each}{what}."
            yield f"Default: {_value(flag.default)}."
        case FlagAction.BOOLEAN_OPTIONAL:
            yield "A switch, without a value; its `--no-…` form turns it off."
            yield f"Default: {_value(flag.default)}."
        case _:
            yield "A switch, without a value."


def _presence(flag: Flag) -> Iterator[str]:
    if flag.hidden:
        yield "Left out of Megatron's own help."
    if flag.provider != "megatron":
        yield f"Only where `{_PACKAGES[flag.provider]}` is installed."


def _type(name: str | None) -> str:
    if name in _TYPES:
        return _TYPES[name]
    return "read by a converter of Megatron's own"


def _value(content: object) -> str:
    """A default of a catalog, as code where it is a value."""
    if content is None:
        return "none"
    if isinstance(content, bool):
        return "on" if content else "off"
    if isinstance(content, tuple):
        return ticked(content) if content else "an empty list"
    return f"`{content}`"


def changed(flag: Flag, changes: Iterable[FieldChange]) -> str:
    """What changed about a flag, for those who use it; empty if they would not notice. `flag` is
    its form after the change."""
    return "; ".join(text for change in changes for text in _changed(flag, change))


def _changed(flag: Flag, change: FieldChange) -> Iterator[str]:
    old, new = change.old, change.new
    match change.field:
        case "choices" | "options":
            yield from _gained_and_lost(old, new, what="" if change.field == "choices" else "name ")
        case "default":
            yield f"default {_value(old)} becomes {_value(new)}"
        case "deprecated":
            yield "deprecated" if new else "no longer deprecated"
        case "hidden":
            yield "left out of the help" if new else "shown in the help"
        case "type" if not flag.choices:
            before, after = (_type(t if isinstance(t, str) else None) for t in (old, new))
            if before != after:
                yield f"{before} becomes {after}"
        case "nargs":
            # A count of another release, put into the same words.
            before = expected_count(replace(flag, nargs=_count(old)))
            yield f"{before} becomes {expected_count(flag)}"
        case "action":
            yield f"{_ACTIONS[FlagAction(old)]} becomes {_ACTIONS[FlagAction(new)]}"
        case "provider":
            yield f"provided by {new}"


def _gained_and_lost(old: object, new: object, what: str) -> Iterator[str]:
    before, after = (list(part) if isinstance(part, tuple) else [] for part in (old, new))
    gained = [word for word in after if word not in before]
    lost = [word for word in before if word not in after]
    if not before:
        yield f"{what}takes only {ticked(gained)}"
    elif not after:
        yield f"{what}takes other words than {ticked(lost)} too"
    else:
        if gained:
            yield f"{what}{ticked(gained)} added"
        if lost:
            yield f"{what}{ticked(lost)} removed"


def _count(nargs: object) -> int | str | None:
    return nargs if isinstance(nargs, (int, str)) else None
