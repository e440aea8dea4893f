"""invalid-value: a value of the wrong type or outside what its key allows, or such a key."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import partial

from nam56r_core.changes import Fix, Plain
from nam56r_core.diagnostics import Location, Severity
from nam56r_core.recipe.accepts import accepts
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.recipe.validate import FieldFault, FieldProblem
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import removal, set_item, set_to
from nam56r_core.rules.wording import first_of
from nam56r_core.syntax.full_range import node_range
from nam56r_core.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode

SWITCHES: dict[str, bool] = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
"""How people write a switch: other languages, and YAML before 1.2."""


_OPTION = re.compile(r"\s+(?=--)")
"""Between an option with its values and the next."""

LONGEST = 60
"""Characters of a value that a message repeats."""


def check(facts: Facts) -> Iterator[Finding]:
    yield from first_of(list(_invalid(facts)), partial(_finding, facts))


def _invalid(facts: Facts) -> Iterator[FieldProblem]:
    for problem in facts.reading.problems:
        if problem.fault is FieldFault.UNKNOWN_KEY:
            continue
        if problem.fault is FieldFault.NOT_A_RECIPE:
            if not facts.inherited.trees[0].problems:  # else it may be one once it can be read
                yield problem
            continue
        node = facts.origins.node(problem.path)
        is_key = problem.fault is FieldFault.INVALID_KEY
        if is_key or node is None or not facts.is_unread(node):
            yield problem


def _finding(facts: Facts, problem: FieldProblem) -> Finding:
    if problem.fault is FieldFault.NOT_A_RECIPE:
        return Finding(
            f"this document is no recipe; write {problem.expected}",
            KeyLocation((), problem.location),
        )
    if problem.fault is FieldFault.INVALID_KEY:
        entry = facts.origins.entry(problem.path)
        named = _shown(entry.key if entry else None)
        return Finding(
            f"{named} in `{dotted(problem.path[:-1])}` must be {problem.expected}; rename it",
            KeyLocation(problem.path, problem.location),
            identity=("key",),
        )
    node = facts.origins.node(problem.path)
    step, fixes = _cure(problem, node, facts) if node else ("", ())
    return Finding(
        f"`{problem.name}` must be {problem.expected}, not {_shown(node)}{step}",
        KeyLocation(problem.path, _where(problem, node)),
        fixes=fixes,
        evidence=(_shown(node),),
    )


def _where(problem: FieldProblem, node: Node | None) -> Location:
    """A value without what YAML counts into a block behind its last line."""
    if node is None or isinstance(node, ScalarNode):
        return problem.location
    return Location(node.source, node_range(node))


def _shown(written: Node | None) -> str:
    if not isinstance(written, ScalarNode):
        return "a list" if isinstance(written, SequenceNode) else "keys and values"
    text = written.source.slice(written.range)
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    return f"`{text}`" if text else "an empty value"


def _cure(problem: FieldProblem, written: Node, facts: Facts) -> tuple[str, tuple[Fix, ...]]:
    """The first reading of the value that its key takes, as a step and as a fix."""
    is_item = isinstance(problem.path[-1], int)
    if is_item and isinstance(written, ScalarNode) and written.value is None:
        return "; remove it", (removal(facts, problem.path),)
    if problem.nearest and isinstance(written, ScalarNode):
        same = str(written.value).lower() == problem.nearest.lower()
        fix = _set(problem, problem.nearest, same, f"Write `{problem.nearest}`", facts)
        return f"; did you mean `{problem.nearest}`?", (fix,)
    if problem.path == EXTRA_ARGS and isinstance(written, ScalarNode):
        options = _OPTION.split(str(written.value).strip())
        shown = ", ".join(options)
        return (
            f"; write `[{shown}]`",
            (_set(problem, list(options), True, f"Write `[{shown}]`", facts),),
        )
    for value, order in _readings(written):
        if accepts(problem.path, value):
            title = order[0].upper() + order[1:]
            return f"; {order}", (_set(problem, value, True, title, facts),)
    return "", ()


def _readings(written: Node) -> Iterator[tuple[Plain, str]]:
    """The same value in other types, each with what to do for it; none of them is a guess."""
    if isinstance(written, SequenceNode):
        yield from _as_switches(written)
    if not isinstance(written, ScalarNode):
        yield from _as_words(written)
        return
    text, value = written.source.slice(written.range), written.value
    word = str(value).lower()
    if word in SWITCHES:
        yield SWITCHES[word], f"write `{'true' if SWITCHES[word] else 'false'}`"
    if isinstance(value, int | float):
        yield text, "put it in quotes"
    if isinstance(value, float) and value.is_integer():
        yield int(value), f"write `{int(value)}`"
    if isinstance(value, str) and value.isascii():
        for read in (int, float):
            try:
                number = read(value)
            except ValueError:
                continue
            yield number, f"write `{number}`"
    if value is not None:
        yield [value], f"write `[{text}]`"


def _as_switches(written: SequenceNode) -> Iterator[tuple[Plain, str]]:
    """`[modelopt]`, a list of what is there, as keys that are on."""
    names = [item for item in written.plain if isinstance(item, str)]
    if names and len(names) == len(written.items):
        shown = ", ".join(f"`{name}: true`" for name in names)
        yield dict.fromkeys(names, True), f"write {shown} in it"


def _as_words(written: Node) -> Iterator[tuple[Plain, str]]:
    """`- --flag: value`, as one text."""
    entries = written.plain if isinstance(written, MappingNode) else {}
    if len(entries) != 1:
        return
    ((name, value),) = entries.items()
    if name.startswith("--") and value is not False and isinstance(value, str | int | float | None):
        words = name if value is None or value is True else shlex.join((name, str(value)))
        yield words, f"write `{words}`"


def _set(problem: FieldProblem, value: Plain, safe: bool, title: str, facts: Facts) -> Fix:
    if isinstance(problem.path[-1], int):
        return set_item(facts, problem.path, value, safe=safe, title=title)
    return set_to(problem.path, value, safe=safe, title=title)


RULE = Rule(
    "invalid-value",
    Severity.ERROR,
    "A value that its key does not allow.",
    check,
    from_broken_syntax=True,
)
