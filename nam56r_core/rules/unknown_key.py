"""unknown-key: a key that the recipe schema does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nam56r_core.changes import Fix, Path, Remove, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.export.emit import PLAN_OPTIONS
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import OTHER_NAMES, keys_at, sections_with_key
from nam56r_core.recipe.validate import FieldFault, FieldProblem
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import extra_arg, is_own, moved, removal, renamed
from nam56r_core.rules.wording import first_of, ticked
from nam56r_core.syntax.nodes import plain


def check(facts: Facts) -> Iterator[Finding]:
    unknown = [
        problem for problem in facts.reading.problems if problem.fault is FieldFault.UNKNOWN_KEY
    ]
    yield from first_of(unknown, partial(_finding, facts))


def _finding(facts: Facts, problem: FieldProblem) -> Finding:
    path, name = problem.path, str(problem.path[-1])
    where = f"in `{dotted(path[:-1])}`" if len(path) > 1 else "at the top level"
    elsewhere = sections_with_key(name)
    if problem.nearest and _is_spelling(name, problem.nearest):
        step = f"write `{problem.nearest}`"
    elif _is_end(name, problem.nearest):
        step = f"did you mean `{problem.nearest}`?"
        if elsewhere:
            step += f" `{name}` itself belongs to {_listed(elsewhere)}"
    elif name in OTHER_NAMES:
        step = f"write it as `{dotted(OTHER_NAMES[name])}`"
    elif elsewhere:
        step = f"move it to {_listed(elsewhere)}"
    elif _is_flag(name, facts):
        step = f"`{_option(name)}` is a flag of the target: write it in `extra_args`"
    elif problem.nearest:
        step = f"did you mean `{problem.nearest}`?"
    elif keys_at(path[:-1]):
        step = f"write one of {ticked(keys_at(path[:-1]), 'or')}"
    else:
        step = "remove it"
    fixes = tuple(_fixes(problem, elsewhere, facts)) if is_own(facts, path) else ()
    message = f"`{name}` is no key {where}; {step}"
    return Finding(message, KeyLocation(path, problem.location), fixes=fixes)


def _fixes(problem: FieldProblem, elsewhere: tuple[Path, ...], facts: Facts) -> Iterator[Fix]:
    path, name, near = problem.path, str(problem.path[-1]), problem.nearest
    spelling = near is not None and _is_spelling(name, near)
    if near and spelling:
        yield renamed(path, near, safe=True)
    if near and _is_end(name, near):
        yield renamed(path, near)
    if name in OTHER_NAMES and not facts.written(OTHER_NAMES[name]):
        yield _by_other_name(path, OTHER_NAMES[name], facts)
    for section in elsewhere:
        yield from moved(facts, path, section)
    if not (elsewhere or spelling or _is_end(name, near)) and _is_flag(name, facts):
        yield from _as_extra_arg(path, facts)
    if near and not spelling and not _is_end(name, near):
        yield renamed(path, near)
    yield removal(facts, path)


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
        return renamed(path, str(there[-1]))
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
    "unknown-key", Severity.ERROR, "A key that the schema does not have.", check, unread=True
)
