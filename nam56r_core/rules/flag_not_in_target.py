"""flag-not-in-target: a setting whose flag the target's parser does not know."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import cache, partial

from nam56r_core.changes import Fix, Path, Plain
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.export.emit import PLAN_OPTIONS, key_of
from nam56r_core.export.settings import IN_NO_RELEASE, keys_by_option
from nam56r_core.export.words import value_of
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import by_key, path_of, removal, retarget, set_item, set_to
from nam56r_core.rules.wording import first_of, ticked
from nam56r_core.targets.arity import needs_equals
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.judgments import not_for_hybrid_stacks
from nam56r_core.targets.nearest_flags import nearest_flags
from nam56r_core.targets.special_options import FORMER_NAMES, SECOND_NAMES, may_be_passed
from nam56r_core.targets.target import Target

MODELOPT: Path = ("packages", "modelopt")


def check(facts: Facts) -> Iterator[Finding]:
    target = facts.target
    if target is None:
        return
    causes = (WithheldCause.NO_SUCH_FLAG, WithheldCause.NEEDS_MODELOPT)
    missing = [
        item
        for item in facts.draft.withheld
        if item.cause in causes
        # Packages that are written in a way that does not fit may name it: invalid-value.
        and not (item.cause is WithheldCause.NEEDS_MODELOPT and facts.is_misread(MODELOPT))
    ]
    yield from first_of(missing, partial(_finding, target, facts))


def _finding(target: Target, facts: Facts, item: Withheld) -> Finding:
    if item.cause is WithheldCause.NEEDS_MODELOPT:
        return _of_modelopt(item, target.catalog, facts)
    step, fixes = _cure(item, target, facts)
    message = f"{target.short_name} has no `{item.option}`{step}"
    return Finding(message, place_of(item), fixes=fixes, identity=(item.option,))


def _of_modelopt(item: Withheld, catalog: Catalog, facts: Facts) -> Finding:
    """A flag that is there with a package, of which the recipe may say that it is installed."""
    only = f"`{item.option}` exists in {catalog.release} only where nvidia-modelopt is installed"
    if facts.setting(MODELOPT) is None:
        words = (
            f"{only}, and anywhere else the parser refuses it, so it is left out; set "
            f"`{dotted(MODELOPT)}: true` where it is, or remove the flag"
        )
        severity = Severity.WARNING
    else:
        words = f"{only}, and `{dotted(MODELOPT)}` says that it is not; remove it"
        severity = Severity.ERROR
    return Finding(
        words,
        place_of(item),
        fixes=(set_to(MODELOPT, True), _out(item, facts)),
        identity=(item.option, "modelopt"),
        evidence=(severity is Severity.ERROR,),
        severity=severity,
    )


def _cure(item: Withheld, target: Target, facts: Facts) -> tuple[str, tuple[Fix, ...]]:
    """Where the flag does exist and what to do, as a step and as fixes."""
    out = _out(item, facts)
    having = facts.targets.with_flag(item.option)
    if facts.targets.only_with_modelopt(item.option):
        return "; other releases have it only with nvidia-modelopt; remove it", (out,)
    if having:
        to = _closest(having, target)
        step = f", which exists {facts.targets.in_words(having)}: remove it, or retarget"
        return step, (out, *retarget(facts, to.name))
    if item.option in IN_NO_RELEASE:
        return f", and no release ever had; write `{IN_NO_RELEASE[item.option]}`", (out,)
    former = FORMER_NAMES.get(item.option)
    if former is not None:
        key = keys_by_option()[former.option]
        step = f", a name from before 0.12; write it as `{key}`"
        return step, (*_by_key(item, former.option, former.value, facts), out)
    near = nearest_flags(target.catalog, item.option, without=_not_to_be_passed(target))
    if not near:
        return ", and no known release has; remove it", (out,)
    step = f", and no known release has; did you mean {ticked(near, 'or')}?"
    fixes = [fix for option in near for fix in _respelled(item, option, target.catalog, facts)]
    return step, (*fixes, out)


def _closest(having: tuple[Target, ...], here: Target) -> Target:
    """The next target that has a flag, or the last one that had it."""
    return next((target for target in having if target.lineage > here.lineage), having[-1])


def _out(item: Withheld, facts: Facts) -> Fix:
    path = path_of(item.key)
    in_list = path[:1] == EXTRA_ARGS
    return removal(facts, path, title=f"Remove `{item.option}`" if in_list else None)


@cache
def _not_to_be_passed(target: Target) -> frozenset[str]:
    """Options of a target that it knows and that a recipe may not pass on."""
    return frozenset(
        option
        for option in target.catalog.options
        if option in PLAN_OPTIONS
        or not_for_hybrid_stacks(option)
        or not may_be_passed(option, target)
    )


def _by_key(item: Withheld, option: str, value: Plain, facts: Facts) -> Iterator[Fix]:
    """What an item of `extra_args` says, said by the key of an option."""
    key = path_of(keys_by_option()[option])
    said = value_of(key, option, item.values) if value is None else value
    if said is not None:
        yield by_key(facts, path_of(item.key), key, said)


def _respelled(item: Withheld, option: str, catalog: Catalog, facts: Facts) -> Iterator[Fix]:
    """The same item of `extra_args` with another option, by its key where it has one."""
    second = SECOND_NAMES.get(option)
    if second is not None:
        yield from _by_key(item, second.option, second.value, facts)
    elif option in keys_by_option():
        yield from _by_key(item, option, None, facts)
    elif key_of(option, catalog) is None:
        yield _spelled(item, option, facts)


def _spelled(item: Withheld, option: str, facts: Facts) -> Fix:
    """The same item of `extra_args` with another option; only there a flag is spelled out."""
    words = (f"{option}={item.values[0]}",) if needs_equals(item.values) else (option, *item.values)
    return set_item(facts, path_of(item.key), shlex.join(words), title=f"Write `{option}`")


RULE = Rule("flag-not-in-target", Severity.ERROR, "A flag that the target does not have.", check)
