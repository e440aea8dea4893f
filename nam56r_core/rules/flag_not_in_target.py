"""flag-not-in-target: a setting whose flag the target's parser does not know."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import partial

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.export.settings import IN_NO_RELEASE
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal, retarget, set_item
from nam56r_core.rules.wording import first_of, ticked
from nam56r_core.targets.arity import needs_equals
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import (
    Release,
    nearest_flags,
    only_with_modelopt,
    release_of,
    releases_with_flag,
)
from nam56r_core.targets.spans import releases_in_words


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None:
        return
    causes = (WithheldCause.NO_SUCH_FLAG, WithheldCause.NEEDS_MODELOPT)
    missing = [item for item in facts.draft.withheld if item.cause in causes]
    yield from first_of(missing, partial(_finding, catalog, facts))


def _finding(catalog: Catalog, facts: Facts, item: Withheld) -> Finding:
    if item.cause is WithheldCause.NEEDS_MODELOPT:
        return Finding(
            f"`{item.option}` exists in {catalog.release} only where nvidia-modelopt is "
            "installed, so it is withheld; pass it by hand, or remove it",
            place_of(item),
            fixes=(_out(item, facts),),
            what=(item.option, "modelopt"),
        )
    step, fixes = _cure(item, catalog, facts)
    message = f"{catalog.release} has no `{item.option}`{step}"
    return Finding(message, place_of(item), fixes=fixes, what=(item.option,))


def _cure(item: Withheld, catalog: Catalog, facts: Facts) -> tuple[str, tuple[Fix, ...]]:
    """Where the flag does exist and what to do, as a step and as fixes."""
    out = _out(item, facts)
    having = releases_with_flag(item.option)
    if only_with_modelopt(item.option):
        return "; other releases have it only with nvidia-modelopt; remove it", (out,)
    if having:
        to = _closest(having, release_of(catalog))
        step = f", which exists {releases_in_words(having)}: remove it, or retarget"
        return step, (out, *retarget(facts, to))
    if item.option in IN_NO_RELEASE:
        return f", and no release ever had; write `{IN_NO_RELEASE[item.option]}`", (out,)
    near = nearest_flags(catalog, item.option)
    if not near:
        return ", and no known release has; remove it", (out,)
    step = f", and no known release has; did you mean {ticked(near, 'or')}?"
    return step, (*(_spelled(item, option, facts) for option in near), out)


def _closest(having: tuple[Release, ...], here: Release) -> Release:
    """The next release that has a flag, or the last one that had it."""
    return next((release for release in having if release > here), having[-1])


def _out(item: Withheld, facts: Facts) -> Fix:
    path = path_of(item.key)
    in_list = path[:1] == EXTRA_ARGS
    return removal(facts, path, title=f"Remove `{item.option}`" if in_list else None)


def _spelled(item: Withheld, option: str, facts: Facts) -> Fix:
    """The same item of `extra_args` with another option; only there a flag is spelled out."""
    words = (f"{option}={item.values[0]}",) if needs_equals(item.values) else (option, *item.values)
    return set_item(facts, path_of(item.key), shlex.join(words), title=f"Write `{option}`")


RULE = Rule("flag-not-in-target", Severity.ERROR, "A flag that the target does not have.", check)
