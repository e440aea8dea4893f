"""unknown-key: a key that the recipe schema does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from nam56r_core.changes import Applicability, Fix, Path, Remove, SetValue
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.dimensions.wording import written
from nam56r_core.export.emit import PLAN_OPTIONS
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import (
    is_switch,
    keys_at,
    opposite_of,
    other_name,
    sections_with_key,
    short_for,
    turns_on,
)
from nam56r_core.recipe.validate import FieldFault, FieldProblem
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import extra_arg, is_own, moved, removal, renamed
from nam56r_core.rules.wording import first_of, ticked
from nam56r_core.spelling import nearest
from nam56r_core.syntax.tree import plain

_SLIP = 0.8
"""How alike a key and a slip of the pen are at least."""


def check(facts: Facts) -> Iterator[Finding]:
    unknown = [
        problem for problem in facts.reading.problems if problem.fault is FieldFault.UNKNOWN_KEY
    ]
    yield from first_of(unknown, partial(_finding, facts))


def _finding(facts: Facts, problem: FieldProblem) -> Finding:
    path, name = problem.path, str(problem.path[-1])
    where = f"in `{dotted(path[:-1])}`" if len(path) > 1 else "at the top level"
    set_already = _set_already(facts, path)
    fixes = tuple(_fixes(problem, facts)) if is_own(facts, path) else ()
    related = tuple(
        RelatedInformation(facts.origins.key(there), "it is set here") for there in set_already
    )
    message = f"`{name}` is no key {where}; {_step(problem, facts)}"
    return Finding(message, KeyLocation(path, problem.location), related, fixes)


def _step(problem: FieldProblem, facts: Facts) -> str:
    """What to write instead, from the likeliest meaning to the least."""
    path, name, near = problem.path, str(problem.path[-1]), problem.nearest
    elsewhere, there = sections_with_key(name), other_name(path)
    opposite = _opposite(path, facts)
    if near and _is_spelling(name, near):
        return f"write `{near}`"
    if not opposite and _is_end(name, near) and not (there and there[:-1] == path[:-1]):
        step = f"did you mean `{near}`?"
        return f"{step} `{name}` itself belongs to {_listed(elsewhere)}" if elsewhere else step
    if set_already := _set_already(facts, path):
        return f"`{dotted(set_already[0])}` is set already: remove one of the two"
    if there:
        return f"write it as `{dotted(there)}`"
    if opposite:
        return f"`{dotted(opposite)}` is its opposite: write that, with the other value"
    if elsewhere:
        return f"move it to {_listed(elsewhere)}"
    if _is_flag(name, facts):
        return f"`{_option(name)}` is a flag of the target: write it in `extra_args`"
    if near:
        return f"did you mean `{near}`?"
    if keys_at(path[:-1]):
        return f"write one of {ticked(keys_at(path[:-1]), 'or')}"
    return "remove it"


def _fixes(problem: FieldProblem, facts: Facts) -> Iterator[Fix]:
    """From the likeliest to the least. `--fix` never removes a key with its value: only a person
    can say that nothing was meant by it."""
    path, name, near = problem.path, str(problem.path[-1]), problem.nearest
    elsewhere, there = sections_with_key(name), other_name(path)
    opposite = _opposite(path, facts)
    if not _set_already(facts, path):
        if near and _is_spelling(name, near):
            yield renamed(path, near, safe=True)
        if there and not facts.written(there):
            yield _by_other_name(path, there, facts)
        if opposite:
            yield from _turned(path, opposite, facts)
        elif near and _is_end(name, near):
            yield renamed(path, near)
        for section in elsewhere:
            yield from moved(facts, path, section)
        if not (elsewhere or there or _is_like(name, near)) and _is_flag(name, facts):
            yield from _as_extra_arg(path, facts)
        if near and not there and not _is_like(name, near) and not _reverses(path, near):
            yield renamed(path, near, safe=_is_certain(problem, facts))
    yield replace(removal(facts, path), applicability=Applicability.DISPLAY_ONLY)


def _set_already(facts: Facts, path: Path) -> tuple[Path, ...]:
    """The keys of the same name, or of the name that another framework's stands for, that the
    recipe itself sets in their own sections."""
    name = str(path[-1])
    if _is_end(name, next(iter(short_for(name, path[:-1])), None)):
        return ()
    homes = [(*section, name) for section in sections_with_key(name)]
    there = other_name(path) or _opposite(path, facts)
    if there is not None and len(there) > 1:
        homes.append(there)
    return tuple(home for home in homes if facts.written(home) and is_own(facts, home))


def _is_like(name: str, near: str | None) -> bool:
    return near is not None and (_is_spelling(name, near) or _is_end(name, near))


def _is_certain(problem: FieldProblem, facts: Facts) -> bool:
    """Whether an unknown key is a slip of the pen for one key that the recipe lacks."""
    *section, name = problem.path
    if sections_with_key(str(name)) or _is_flag(str(name), facts):
        return False
    close = nearest(str(name), keys_at(tuple(section)), 2, _SLIP)
    return len(close) == 1 and not facts.written((*section, close[0]))


def _opposite(path: Path, facts: Facts) -> Path | None:
    """The key with the opposite meaning, unless the name itself is a flag of the target or another
    framework's name for a key."""
    name = str(path[-1])
    return None if other_name(path) or _is_flag(name, facts) else opposite_of(name)


def _reverses(path: Path, near: str) -> bool:
    """Whether a rename would turn a switch the other way, so that its value meant the opposite."""
    return is_switch((*path[:-1], near)) and turns_on(near) != turns_on(str(path[-1]))


def _turned(path: Path, there: Path, facts: Facts) -> Iterator[Fix]:
    """The opposite switch with the other value."""
    scalar = facts.origins.scalar(path)
    if scalar is None or not isinstance(scalar.value, bool) or facts.written(there):
        return
    changes = (SetValue(there, not scalar.value), Remove(path))
    yield Fix(f"Write it as `{dotted(there)}: {written(not scalar.value)}`", changes)


def _is_spelling(name: str, near: str) -> bool:
    """Whether only case and hyphens tell two keys apart, as in a flag written for its key."""
    return name.lower().strip("-").replace("-", "_") == near.lower()


def _is_end(name: str, near: str | None) -> bool:
    """Whether only the first word of a key is left out, which is that of its section."""
    return near is not None and near.partition("_")[2] == name


def _listed(sections: tuple[Path, ...]) -> str:
    return ticked((dotted(section) for section in sections), "or")


def _by_other_name(path: Path, there: Path, facts: Facts) -> Fix:
    if path[:-1] == there[:-1] and not is_own(facts, there):
        return renamed(path, str(there[-1]), safe=True)
    value = plain(facts.origins.node(path))
    return Fix(
        f"Write `{dotted(path)}` as `{dotted(there)}`", (SetValue(there, value), Remove(path))
    )


def _option(name: str) -> str:
    return "--" + name.strip("-").replace("_", "-")


def _is_flag(name: str, facts: Facts) -> bool:
    """Whether a name is that of a flag that `extra_args` passes on."""
    option = _option(name)
    flag = facts.catalog.flag(option) if facts.catalog else None
    return flag is not None and not flag.needs_modelopt and option not in PLAN_OPTIONS


def _as_extra_arg(path: Path, facts: Facts) -> Iterator[Fix]:
    """A flag with the value of its key, where that is one word, or the switch turned on."""
    scalar = facts.origins.scalar(path)
    value = scalar.value if scalar else None
    option = _option(str(path[-1]))
    if value is True:
        words = option
    elif value in (None, False, "") or len(str(value).split()) != 1:
        return
    else:
        words = f"{option} {value}"
    added = extra_arg(facts, words)
    yield Fix(f"Write `{words}` in `extra_args`", (*added.changes, *removal(facts, path).changes))


RULE = Rule(
    "unknown-key",
    Severity.ERROR,
    "A key that the schema does not have.",
    check,
    from_broken_syntax=True,
)
