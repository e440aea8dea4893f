"""flag-value: values that the target's parser would refuse for a flag."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from nam56r_core.changes import Applicability, Fix, Plain, Remove
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.plural import counted
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.rules.argv import torn_apart
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import (
    extra_arg,
    is_own,
    path_of,
    retarget,
    set_item,
    set_to,
)
from nam56r_core.spelling import expansions, nearest
from nam56r_core.syntax.tree import SequenceNode
from nam56r_core.targets.arity import ValueProblem, ValueProblemKind, check_values
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.target import Target


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None:
        return
    if facts.plan.hybrid_layer_pattern == "--":
        # Even joined by `=` argparse drops it: `--` ends the options (seen in a run).
        yield Finding(
            "the pattern would be `--`, which the parser takes for the end of its options; write "
            "another carrier, or another depth",
            facts.value("pattern"),
        )
    torn = torn_apart(facts)
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.BAD_VALUE:
            continue
        problem = item.problem
        if problem is None:
            yield Finding(
                f"`{item.option}`: {item.reason(facts.target)}; change the value",
                place_of(item),
                identity=(item.option,),
                evidence=(item.detail,),
            )
            continue
        given = (
            f"`{problem.value}`"
            if problem.value is not None
            else counted(len(item.values), "value")
        )
        step, fixes = _joined(item, torn, facts) or _cure(item, problem, catalog, facts)
        yield Finding(
            f"`{item.option}` takes {problem.expected} in {catalog.release}, not {given}{step}",
            place_of(item),
            fixes=fixes,
            identity=(item.option,),
            evidence=item.values,
        )


def _cure(
    item: Withheld, problem: ValueProblem, catalog: Catalog, facts: Facts
) -> tuple[str, tuple[Fix, ...]]:
    """What to do about a refused value, as a step and as fixes."""
    second = _second_option(item, catalog)
    if second is not None:
        own = is_own(facts, EXTRA_ARGS)
        step = f"; write `{item.values[second]}` as an item of its own"
        return step, (_split(item, second, facts),) if own else ()
    flag = catalog.flag(item.option)
    choices = {str(choice): choice for choice in flag.choices} if flag else {}
    value = problem.value or ""
    near = expansions(value, choices)[:1] or nearest(value, choices, 1)
    corrected = tuple(_corrected(item, problem, choices[name], facts) for name in near)
    taking = _taken_by(item, facts)
    if taking is not None:
        it = "it" if problem.value is not None else "them"
        step = f"; `{taking.name}` takes {it}: change {it}, or retarget"
        return step, (*retarget(facts, taking.name), *corrected)
    if near:
        return f"; did you mean `{near[0]}`?", corrected
    chosen = problem.kind is ValueProblemKind.CHOICE
    return "; write one of them" if chosen else "; change it", ()


def _joined(
    item: Withheld, torn: Mapping[int, Mapping[int, str]], facts: Facts
) -> tuple[str, tuple[Fix, ...]] | None:
    """An option and the items behind it that are its values, as one item."""
    path = path_of(item.key)
    at = path[-1]
    if path[:-1] != EXTRA_ARGS or not isinstance(at, int):
        return None
    values = torn.get(at)
    if not values:
        return None
    words = " ".join((item.option, *values.values()))
    kept = set_item(facts, path, words)
    # From the last one on, because each removal moves the items behind it.
    rest = [Remove((*EXTRA_ARGS, at)) for at in sorted(values, reverse=True)]
    fixes = (Fix(f"Write `{words}` as one item", (*kept.changes, *rest), Applicability.SAFE),)
    return f"; write `{words}` as one item", fixes if is_own(facts, EXTRA_ARGS) else ()


def _taken_by(item: Withheld, facts: Facts) -> Target | None:
    """The next target whose parser takes the values, or the last one that did."""
    taking = [
        target
        for target in facts.targets.with_flag(item.option)
        if (flag := target.catalog.flag(item.option)) and not check_values(flag, item.values)
    ]
    assert facts.target is not None, "a value is refused by a target"
    here = facts.target.lineage
    later = (target for target in taking if target.lineage > here)
    return next(later, taking[-1] if taking else None)


def _corrected(item: Withheld, problem: ValueProblem, choice: Plain, facts: Facts) -> Fix:
    """The choice in place of the value; safe where only upper and lower case differ."""
    path = path_of(item.key)
    safe = problem.value is not None and problem.value.lower() == str(choice).lower()
    title = f"Write `{choice}`"
    if path[:1] == EXTRA_ARGS:
        words = [str(choice) if word == problem.value else word for word in item.values]
        return set_item(facts, path, shlex.join((item.option, *words)), safe=safe, title=title)
    if isinstance(facts.origins.node(path), SequenceNode):
        place = (*path, item.values.index(problem.value or ""))
        return set_item(facts, place, choice, safe=safe, title=title)
    return set_to(path, choice, safe=safe, title=title)


def _second_option(item: Withheld, catalog: Catalog) -> int | None:
    """Where another option begins among the words of one item of `extra_args`."""
    if path_of(item.key)[:1] != EXTRA_ARGS:
        return None
    names = (word.partition("=")[0] for word in item.values)
    return next((at for at, name in enumerate(names) if catalog.flag(name)), None)


def _split(item: Withheld, second: int, facts: Facts) -> Fix:
    first, rest = item.values[:second], item.values[second:]
    kept = set_item(facts, path_of(item.key), shlex.join((item.option, *first)))
    added = extra_arg(facts, shlex.join(rest))
    title = f"Write `{rest[0]}` as an item of its own"
    return Fix(title, (*kept.changes, *added.changes))


RULE = Rule("flag-value", Severity.ERROR, "A value that the target's parser refuses.", check)
